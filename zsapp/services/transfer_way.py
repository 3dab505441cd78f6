"""The way of a transfer (移交的去向): what was answered, how far each word has come, what is to be done next.

An offer and its answer are entries like any other: they leave with the next export, and come to the other
station in the answer of the one above. Nobody should have to know that, so each line says its next step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.records.store import Reader
from zsapp.records.transfers import DECLINED, OPEN, TAKEN, WITHDRAWN
from zsapp.records.views import Transfer
from zsapp.rules.review import HEARD
from zsapp.rules.station import StationProfile
from zsapp.rules.tables import Region
from zsapp.rules.transfer import CARRY, DECLINE, TAKE, WITHDRAW
from zsapp.services import credentials
from zsapp.services.downward import Place, heard_by

GIVER, TAKER = "giver", "taker"
"""What part a station has in a transfer; one that has none passes it on."""
ENDED_BY = {TAKEN: TAKE, DECLINED: DECLINE, WITHDRAWN: WITHDRAW}
"""By which word a transfer came to its state."""
EXPORT = "下一步：到“数据交换”导出"
PLACE = ("giver", "epoch", "seq")
"""The keys by which a word names the offer that it speaks of."""
Said = list[tuple[Entry, dict[str, object]]]
"""Entries about one offer, each with its content."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The word that ended an offer: who said it, when, what of it; its place in the speaker's chain."""

    who: str
    at: datetime
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Names:
    """The stations of a transfer by name: who takes it, who gives it, who is directly above us.

    `owner` has the record where the offer has no effect; `known` are the names of stations by their id.
    """

    giver: str
    taker: str
    above: str
    owner: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a record can go: the region code of the place, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next, in words; whether our own last word has not left yet."""

    words: str = ""
    unsent: bool = False


def said_of(reader: Reader, one: Transfer) -> Said:
    """Return the entries that speak of an offer after it was made, each with its content, oldest first."""
    place = one.giver, one.epoch, one.seq
    silent = one.state == OPEN and not one.passed
    found = [] if silent else [(entry, _content(entry)) for entry in reader.history(one.record_id)]
    return [(entry, said) for entry, said in found if tuple(map(said.get, PLACE)) == place]


def _content(entry: Entry) -> dict[str, object]:
    content: dict[str, object] = read_canonical(entry.payload or b"{}")
    return content


def ending_of(about: Said, one: Transfer) -> Ending | None:
    """Return the word that ended an offer, of what was said of it, as far as it is here."""
    verb = ENDED_BY.get(one.state)
    for entry, said in reversed(about) if verb else ():
        heard = entry.header.verb == HEARD
        if verb == (said.get("what") if heard else entry.header.verb):
            return _ending(entry, said, heard=heard)
    return None


def _ending(entry: Entry, said: dict[str, object], *, heard: bool) -> Ending:
    header = entry.header
    who = said.get("who") if heard else header.who
    at = said.get("at") if heard else header.at
    return Ending(
        str(who or ""), read_stamp(str(at)), str(said.get("reason") or ""), (header.epoch, header.seq)
    )


def next_step(reader: Reader, one: Transfer, about: Said, *, mine: str, names: Names, here: bool) -> Step:
    """Return what is to be done next about a transfer, by whoever asks.

    Args:
        reader: The store of whoever asks.
        one: The transfer.
        about: What was said of it.
        mine: The part of whoever asks in it: giver, taker or neither.
        names: The stations by name.
        here: Whether the record as it was offered can be read here.
    """
    passed = _passed(about, reader.own)
    waiting = _waiting_words(reader, one, names, passed)
    if one.idle_for:
        return Step(waiting or _idle_words(one, names.owner, mine))
    if mine == TAKER and one.state == OPEN:
        missing = f"记录还没有送到。下一步：请{names.above or '上级'}再给一次回执，在“数据交换”导入"
        return Step("等本站答复。下一步：看过内容，接收或者不接收" if here else missing)
    if passed or not mine:
        return Step(waiting or _rest_words(one, names, passed=bool(passed)))
    if mine == GIVER and one.state == OPEN:
        return _offered_step(reader, one, names)
    ended = ending_of(about, one)
    ours = (one.state == WITHDRAWN) == (mine == GIVER)
    unheard = mine == GIVER and _come(reader, (one.epoch, one.seq)) == 0
    return Step() if ended is None or not ours or unheard else _ended_step(reader, one, ended, mine, names)


def _waiting_words(reader: Reader, one: Transfer, names: Names, passed: list[tuple[str, Place]]) -> str:
    """Return what brings to a station below what we have passed on and it has not heard yet."""
    to = next((to for to, place in passed if place > heard_by(reader, to)), "")
    name = names.giver if to == one.giver else names.known.get(to, names.taker)
    return f"下一步：到“校核”给{name}写出回执，或者等它来导出时一起带回" if to else ""


def _idle_words(one: Transfer, owner: str, mine: str) -> str:
    """Return why an offer has no effect, and what becomes of what its taker has written meanwhile."""
    said = f"{owner}接收在先，记录归{owner}，这一次移交不作数"
    written = "；本站写过的内容已随导出送上级对照，不会丢失，请与上级核对"
    return said + written if one.state == TAKEN and mine == TAKER else said


def _rest_words(one: Transfer, names: Names, *, passed: bool) -> str:
    if one.state != OPEN:
        return ""
    if passed:
        return f"已送到{names.taker}，等它答复"
    by = f"由{names.above}转交" if names.above else "转不过去"
    return f"{names.taker}不是本站的下级，{by}；它还没有入网的，请移交单位撤回"


def _offered_step(reader: Reader, one: Transfer, names: Names) -> Step:
    if not names.above:
        return Step("本站还没有入网证书，送不出去。下一步：先办入网证书，再导出", unsent=True)
    on = "" if names.taker == names.above else "，会转给对方"
    words = (
        f"还没有送出。{EXPORT}，交{names.above}导入",
        f"已导出。下一步：把U盘交{names.above}导入，再把回执带回来导入",
        f"{names.above}已收到{on}。下一步：等对方答复，答复随回执带回",
    )
    return _travelling(reader, (one.epoch, one.seq), words)


def _ended_step(reader: Reader, one: Transfer, ended: Ending, mine: str, names: Names) -> Step:
    """Return what is to be done with our own last word."""
    said = {TAKEN: "签收", DECLINED: "答复"}.get(one.state, "撤回")
    other = names.giver if mine == TAKER else names.taker
    words = (
        f"{said}还没有送出。{EXPORT}，让{other}知道",
        f"{said}已导出。下一步：把U盘交{names.above}导入",
        "",
    )
    return _travelling(reader, ended.place, words)


def _passed(about: Said, own: str) -> list[tuple[str, Place]]:
    """Return to whom we have passed on something of a transfer, in order, with its place in our chain."""
    return [
        (str(said.get("to")), (entry.header.epoch, entry.header.seq))
        for entry, said in about
        if entry.header.verb == CARRY and entry.header.station == own
    ]


def _travelling(reader: Reader, place: Place, words: tuple[str, str, str]) -> Step:
    come = _come(reader, place)
    return Step(words[come], unsent=come == 0)


def _come(reader: Reader, place: Place) -> int:
    """Return how far an entry of ours has come: 0 not exported, 1 exported, 2 acknowledged above."""
    marks = reader.marks()
    reached = {level for level, mark in marks.items() if (mark.epoch, mark.seq) >= place}
    if reached - {"exported"}:
        return 2
    return 1 if reached else 0


def name_above(reader: Reader) -> str:
    """Return the name of the station directly above, the empty text where none has certified us."""
    chain = credentials.read_own_chain(reader) or ()
    return chain[1].name if len(chain) > 1 else ""


def places_of(
    reader: Reader, profile: StationProfile, regions: Mapping[str, Region]
) -> tuple[Destination, ...]:
    """Return where a record of ours can go: stations known here, then places, nearest first, each once."""
    known = credentials.read_known(reader)
    found = {one.subject.code: one.name for one in known if one.station != profile.id}
    for one in sorted(regions.values(), key=lambda one: (one.code[:9] != profile.code[:9], one.code)):
        found.setdefault(one.code, place_name(one.code, regions))
    return tuple(Destination(code, name) for code, name in found.items() if code != profile.code)


def place_name(code: str, regions: Mapping[str, Region]) -> str:
    """Return a place by its region code, with the town it lies in: 沙溪镇龙瑞村."""
    region = regions.get(code)
    if region is None:
        return "外站"
    town = regions.get(region.parent)
    return f"{town.short_name}{region.short_name}" if town and region.level == "village" else region.name
