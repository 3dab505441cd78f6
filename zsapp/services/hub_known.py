"""Whether a home is a hub's (是否上级站): asked at every opening, so others load nothing of a hub."""

from zsapp.records.rows import HUB
from zsapp.records.store import Store


def with_tables(store: Store) -> Store:
    """Return the store of a home over its tables, where it is a hub's: by whichever door it is opened.

    Raises:
        Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT, STORE_NEWER, HUB_EXTRA_MISSING; the store is closed.
    """
    try:
        with store.read() as reader:
            database = reader.value(HUB)
        if database is None:
            return store
        from zsapp.services.hub_home import over_tables  # late: a station that is no hub loads nothing of it

        return over_tables(store, database.decode())
    except BaseException:
        store.close()
        raise


def back_to_file(store: Store) -> None:
    """Let a hub that was restored serve from the file that its backup held, until it is told otherwise."""
    with store.mend() as writer:
        if writer.value(HUB) is not None:
            writer.set_value(HUB, b"")
