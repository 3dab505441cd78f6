"""Sight (看不看得见): what may not be seen is not told of by the back door either."""

from zsapp.records.store import Store


def require_sight(store: Store, sector: str, record_id: str, verb: str) -> None:
    """Refuse to say that a record stands unchanged to whoever may not see it, as a change of it is refused.

    Raises:
        Refusal: ROLE_MAY_NOT.
    """
    badge = store.badge
    if badge is None:
        return
    with store.read() as reader:
        seen = reader.resolve(record_id) is not None
    if not seen:
        badge.require_entry(verb, sector)
        badge.require_entry(verb, sector, restricted=True)
