"""A hub's home (上级站的数据文件夹): opened over its tables by every door, so that all find the same.

Which tables they are stands in the home. What came by stick before the town became a hub moves there when it
is first opened as one; what a crash between the two commits has torn is laid anew.
"""

import logging

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records.index_rows import INDEX_SCHEMA
from zsapp.records.rows import HUB
from zsapp.records.store import Store
from zsapp.records.upstream import FILE, open_upstream
from zsapp.records.upstream_copy import copy_tables, is_empty
from zsapp.records.upstream_laying import FOLLOWED
from zsapp.records.upstream_store import UpstreamStore
from zsapp.services.accounts import LOGIN_MAY_FAIL
from zsapp.services.conflicts import settle

logger = logging.getLogger(__name__)

CITY_DIGITS = 4


def over_tables(store: Store, url: str) -> UpstreamStore:
    """Return the store of a home over the tables that a URL names; the one before is not used any more.

    Raises:
        Refusal: UPSTREAM_URL; HUB_VILLAGE for a station that has nobody below it.
        Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT, STORE_NEWER; the store is as it was.
    """
    upstream = open_upstream(url, store.home, _city_of(store), store.key)
    made = UpstreamStore(store.hand_over(), upstream)
    made.badge, made.by_escrow = store.badge, store.by_escrow
    try:
        if made.behind is None:
            _settle(made)
    except BaseException:
        made.close()
        raise
    return made


def _city_of(store: Store) -> str:
    with store.read() as reader:
        stored = reader.record(store.station)
    if stored is None:
        raise Trouble(Code.STORE_DAMAGED)
    if stored.payload["tier"] == "village":
        raise Refusal(Code.HUB_VILLAGE)
    return str(stored.payload["code"])[:CITY_DIGITS]


def _settle(store: UpstreamStore) -> None:
    """Bring home and tables together; what keeps it from being saved is tried again at the next opening."""
    try:
        with store.lay() as writer:
            moved = writer.move_in()
            if (writer.value(FOLLOWED) or b"") != FOLLOWED_NOW:
                writer.follow_below()
                writer.set_value(FOLLOWED, FOLLOWED_NOW)
            torn = writer.unlaid()
            for record_id in torn:
                settle(writer, record_id)
    except Trouble as trouble:
        if trouble.code not in LOGIN_MAY_FAIL:
            raise
        return
    if moved or torn:
        logger.info("moved %d chains upstream, laid %d records anew", moved, len(torn))


FOLLOWED_NOW = str(INDEX_SCHEMA).encode()


def make_hub(store: Store, url: str) -> UpstreamStore:
    """Return a home's store as a hub's, over the tables that were named, or those of the last time.

    Tables that are empty are filled from the home's file, where the hub's content lay until now, or to which
    a backup has brought it.

    Raises:
        Refusal, Trouble: as `over_tables`.
    """
    with store.read() as reader:
        before = reader.value(HUB)
    url = url or (before or b"").decode()
    if before is not None and url != before.decode() and not before:
        _fill(store, url)
    made = over_tables(store, url)
    if made.behind is None:
        with made.write() as writer:
            writer.set_value(HUB, url.encode())
    return made


def _fill(store: Store, url: str) -> None:
    """Fill tables that are empty from the home's file."""
    if not (store.home / FILE).exists():
        return
    city = _city_of(store)
    source, target = (open_upstream(one, store.home, city, store.key) for one in ("", url))
    try:
        if is_empty(target):
            copy_tables(source, target)
            logger.info("filled the tables from the home's file")
    finally:
        source.close()
        target.close()
