"""What goes down to everybody: tables in the place of shipped ones, forms, notices; each taken out again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.desks import Three, three_desks
from zsapp.base.errors import Code, Refusal
from zsapp.base.paths import shipped
from zsapp.press.definition import find_form
from zsapp.services.review import Reviews
from zsapp.services.sending import Sending, leave
from zsapp.services.tables import fault_of, shipped_tables, use_sent

LPR = shipped("resources") / "tables" / "lpr.csv"
FORM = next(iter(sorted((shipped("forms") / "mediation").glob("*.toml"))))


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks
    leave()


def down(three: Three) -> None:
    """Carry the town's answer to the village."""
    Reviews(three.town.store, three.town.profile, three.town.days).write_answer(
        three.village.store.station, three.stick
    )
    three.village.exchange.import_path(three.stick)


def newer_rates() -> str:
    """Return the table of rates with one row more."""
    lines = LPR.read_text(encoding="utf-8").splitlines()
    last = lines[-1].split(",")
    return "\n".join([*lines, ",".join(["2026-11-20", *last[1:]])]) + "\n"


def test_a_table_sent_down_is_read_in_place_of_the_shipped_one_until_it_is_taken_out(three: Three) -> None:
    before = len(shipped_tables().lpr)
    sent = Sending(three.town.store, three.town.days)
    sent.send(
        "table", "lpr.csv", newer_rates(), title="贷款市场报价利率", source="授权公布", day=date(2026, 11, 20)
    )
    assert len(shipped_tables().lpr) == before, "not at the one who sends it"
    down(three)
    assert len(shipped_tables().lpr) == before + 1
    desk = Sending(three.village.store, three.village.days)
    (one,) = desk.received()
    assert (one.name, one.day, one.source, one.by, one.used) == (
        "lpr.csv", "2026-11-20", "授权公布", three.town.profile.name, True,
    )  # fmt: skip
    desk.take_out("lpr.csv")
    assert len(shipped_tables().lpr) == before
    assert desk.find("贷款市场报价利率").used is False
    desk.take_out("lpr.csv", back=True)
    assert len(shipped_tables().lpr) == before + 1
    leave()
    assert len(shipped_tables().lpr) == before, "another station's is not touched by it"
    desk.use()
    assert len(shipped_tables().lpr) == before + 1


def test_the_later_of_two_takes_the_earlier_ones_place_and_nothing_comes_twice(three: Three) -> None:
    sent = Sending(three.town.store, three.town.days)
    for day in (1, 2):
        sent.send("table", "lpr.csv", newer_rates(), title="利率", day=date(2026, 11, day))
    down(three)
    down(three)
    assert [one.day for one in Sending(three.village.store, three.village.days).received()] == ["2026-11-02"]
    assert len(sent.sent()) == 2


def test_a_form_sent_down_is_printed_by_and_a_notice_is_read(three: Three) -> None:
    text = FORM.read_text(encoding="utf-8")
    title = find_form(_id_of(text)).title
    sent = Sending(three.town.store, three.town.days)
    sent.send("form", FORM.name, text.replace(f'"{title}"', f'"{title}（新）"', 1), title="新格式")
    sent.send("notice", "", "请各站本周内上报。", title="关于上报的通知")
    down(three)
    assert find_form(_id_of(text)).title == f"{title}（新）"
    desk = Sending(three.village.store, three.village.days)
    assert desk.find("关于上报的通知").content == "请各站本周内上报。"
    assert [one.kind for one in desk.received()] == ["notice", "form"]
    with pytest.raises(Refusal) as refused:
        desk.take_out("关于上报的通知")
    assert refused.value.code is Code.DOWN_NOTICE
    desk.take_out(FORM.name)
    assert find_form(_id_of(text)).title == title


def _id_of(text: str) -> str:
    return next(line.split('"')[1] for line in text.splitlines() if line.startswith("id"))


def test_a_city_sends_to_villages_too(three: Three) -> None:
    Sending(three.city.store, three.city.days).send("notice", "", "全市通知", title="通知")
    three.city.exchange.import_path(three.village.exchange.export(three.stick).file)
    three.village.exchange.import_path(three.stick)
    assert [one.by for one in Sending(three.village.store, three.village.days).received()] == [
        three.city.profile.name
    ]


@pytest.mark.parametrize(
    ("kind", "name", "content", "title"),
    [
        ("law", "x", "x", "x"),
        ("notice", "", "x", " "),
        ("notice", "", "长" * 200_001, "x"),
        ("table", "lpr.csv", "no,such\n1,2\n", "x"),
        ("table", "nothing.csv", "x", "x"),
        ("form", "x.toml", "= no form", "x"),
    ],
)
def test_what_could_not_be_used_is_not_sent(
    three: Three, kind: str, name: str, content: str, title: str
) -> None:
    with pytest.raises(Refusal) as refused:
        Sending(three.town.store, three.town.days).send(kind, name, content, title=title)
    assert refused.value.code is Code.DOWN_WRONG


def test_what_never_came_is_unknown_here(three: Three) -> None:
    with pytest.raises(Refusal) as refused:
        Sending(three.village.store, three.village.days).find("没有")
    assert refused.value.code is Code.DOWN_UNKNOWN


def test_a_table_that_cannot_be_read_never_takes_the_shipped_ones_place() -> None:
    before = shipped_tables()
    assert fault_of("lpr.csv", "nonsense")
    use_sent({"lpr.csv": "nonsense", "of_a_newer_program.csv": "x"})
    assert shipped_tables() is before
