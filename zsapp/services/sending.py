"""Sending down (下发): tables, forms and notices of a station above, as signed entries with day and source.

They come down with acknowledgements like everything else (`downward.py`). What has come is read in the place
of what was shipped, which stays where it is: taking it out of use brings that back (撤用).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.press import definition
from zsapp.press.definition import Form, read_form
from zsapp.records.store import Reader, Store
from zsapp.rules.review import SENT_DOWN
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services import downward, tables

NOTICE, TABLE, FORM = "notice", "table", "form"
KINDS = {NOTICE: "通知", TABLE: "数据表", FORM: "文书格式"}
LONGEST = 200_000
"""Characters of what is sent down."""
UNUSED = "down/unused"
"""The value that names what was taken out of use here."""
FOUND = 500
"""Things sent that are looked through, the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Something sent down: what, by whom, of which day, from which source; `used` where it is in force."""

    kind: str
    name: str
    title: str
    day: str
    source: str
    by: str
    used: bool
    content: str


class Sending:
    """The desk for what goes to everybody below, and what has come from above."""

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        """Work on a store; `today` is the day of what is sent without one."""
        self._store = store
        self._today = today

    def send(
        self, kind: str, name: str, content: str, *, title: str, source: str = "", day: date | None = None
    ) -> Sent:
        """Send something to every station below, with their next acknowledgements.

        `name` is the file's that it stands for; a notice needs none.

        Raises:
            Refusal: DOWN_WRONG, ROLE_MAY_NOT.
        """
        _check(kind, name, content, title)
        said = {
            "kind": kind,
            "name": name if kind != NOTICE else new_id(),
            "title": title.strip(),
            "date": (day or self._today()).isoformat(),
            "source": source.strip(),
            "content": content,
            "to": "",
        }
        with self._store.write() as writer:
            writer.note(SENT_DOWN, payload=said)
        return _sent(said, by="", used=False)

    def sent(self) -> tuple[Sent, ...]:
        """Return what this station has sent down, the latest first."""
        with self._store.read() as reader:
            found = reader.noted((SENT_DOWN,), FOUND)
        return tuple(_sent(read_canonical(one.payload or b"{}"), by="", used=False) for one in found)

    def received(self) -> tuple[Sent, ...]:
        """Return what stations above have sent, each thing as it last came, the latest first."""
        with self._store.read() as reader:
            return tuple(_received(reader))

    def find(self, name: str) -> Sent:
        """Return something that was sent down, by its name or title.

        Raises:
            Refusal: DOWN_UNKNOWN.
        """
        for one in self.received():
            if name in (one.name, one.title):
                return one
        raise Refusal(Code.DOWN_UNKNOWN, field="name", name=name)

    def take_out(self, name: str, *, back: bool = False) -> Sent:
        """Take something out of use here, so that the shipped one is read again; or put it `back` into use.

        Raises:
            Refusal: DOWN_UNKNOWN, DOWN_NOTICE, ROLE_MAY_NOT.
        """
        self._store.require(Right.ADMINISTER, EXCHANGE)
        found = self.find(name)
        if found.kind == NOTICE:
            raise Refusal(Code.DOWN_NOTICE, field="name")
        with self._store.write() as writer:
            unused = _unused(writer) - {found.name} | (set() if back else {found.name})
            writer.set_value(UNUSED, canonical(sorted(unused)))
            writer.note("use_down" if back else "drop_down", payload={"kind": found.kind, "name": found.name})
        self.use()
        return self.find(name)

    def use(self) -> None:
        """Read what has come from above, and is in use, in the place of what was shipped."""
        with self._store.read() as reader:
            found = [one for one in _received(reader) if one.used]
        tables.use_sent({one.name: one.content for one in found if one.kind == TABLE})
        definition.use_sent(_forms(one for one in found if one.kind == FORM))


def leave() -> None:
    """Read what was shipped again: the station is being closed."""
    tables.use_sent({})
    definition.use_sent(())


def _forms(found: Iterator[Sent]) -> Iterator[Form]:
    """Give the forms that this program can read; a newer program's stays a file until the upgrade."""
    for one in found:
        try:
            yield read_form(one.content.encode(), one.name)
        except Trouble:
            continue


def _check(kind: str, name: str, content: str, title: str) -> None:
    wrong = ""
    if kind not in KINDS:
        wrong = f"种类应为 {'、'.join(KINDS)}"
    elif not title.strip() or not content.strip():
        wrong = "标题和内容都要填写"
    elif len(content) > LONGEST or len(title) > 200:
        wrong = f"内容过长，最多{LONGEST}字"
    elif kind == TABLE:
        wrong = tables.fault_of(name, content)
    elif kind == FORM:
        try:
            read_form(content.encode(), name)
        except Trouble as trouble:
            wrong = str(trouble)
    if wrong:
        raise Refusal(Code.DOWN_WRONG, field="content", what=wrong)


def _unused(reader: Reader) -> set[str]:
    content = reader.value(UNUSED)
    return set(read_canonical(content)) if content else set()


def _received(reader: Reader) -> Iterator[Sent]:
    rows = downward.received(reader)
    unused = _unused(reader) if rows else set()
    for row in rows:
        content = reader.value(downward.received_key(row["kind"], row["name"])) or b"{}"
        said = read_canonical(content)
        used = row["kind"] != NOTICE and row["name"] not in unused
        yield _sent(said, by=str(row["sender"]), used=used)


def _sent(said: dict[str, Any], *, by: str, used: bool) -> Sent:
    texts = {key: said.get(key) if isinstance(said.get(key), str) else "" for key in said}
    return Sent(
        kind=texts.get("kind") or "",
        name=texts.get("name") or "",
        title=texts.get("title") or "",
        day=texts.get("date") or "",
        source=texts.get("source") or "",
        by=by,
        used=used,
        content=texts.get("content") or "",
    )
