"""What the store costs, as ratios within one run: saving against a bare commit, searching against reading.

The floor of saving is the driver alone on the same encrypted database with the same pragmas: begin, insert
the same bytes, commit. Of several rounds the quietest one counts: other work on the machine slows a
computation more than a wait for the disk, and would be measured as ours.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.homes import make_home
from zsapp.base.canonical import canonical
from zsapp.base.ids import new_id
from zsapp.base.plain import from_sheet, to_plain
from zsapp.records.store import Store
from zsapp.rules.mediation import ANNOTATIONS, Case

ROUNDS, PAIRS = 7, 60
CASES = 10_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程"
QUARRELS = ("宅基地边界", "屋檐排水", "拖欠工资", "道路损坏", "噪音扰民", "彩礼返还", "果树砍伐", "饲养家禽")
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂华建国文玉兰志红梅辉鹏飞波宇浩凯秋云莲真环雪荣爱妹琴"


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Write a figure into the run's output."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    return lambda text: reporter.write_line(f"  {text}") if reporter else None


@pytest.fixture
def payload(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """An acceptance case of a usual size, 5 KB, as the journal keeps it."""
    return to_plain(from_sheet(Case, cases[0], ANNOTATIONS))


def save(store: Store, payload: dict[str, Any]) -> None:
    with store.write() as writer:
        writer.save("mediation", new_id(), payload, base_version=0, verb="save")


def test_saving_a_case_costs_at_most_three_bare_commits(
    tmp_path: Path, payload: dict[str, Any], say: Callable[[str], None]
) -> None:
    with make_home(tmp_path / "home").store as store:
        driver = store._writing.connection.driver_connection
        assert driver is not None
        driver.execute("CREATE TABLE bare (pk INTEGER PRIMARY KEY, payload BLOB)")
        written = canonical(payload)

        def bare() -> None:
            driver.execute("BEGIN IMMEDIATE")
            driver.execute("INSERT INTO bare (payload) VALUES (?)", (written,))
            driver.execute("COMMIT")

        for _ in range(20):
            bare()
            save(store, payload)
        ratios = []
        for _ in range(ROUNDS):
            pairs = [(seconds(bare), seconds(lambda: save(store, payload))) for _ in range(PAIRS)]
            floor, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratios.append(ours / floor)
            say(f"bare commit {floor * 1e3:.2f} ms, saving {ours * 1e3:.2f} ms, ratio {ours / floor:.2f}")
            store.settle()
    assert min(ratios) <= 3


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of ten thousand cases, two parties and some 600 characters each, searchable."""
    dice = random.Random(7)  # noqa: S311 -- dice of a test
    with make_home(tmp_path_factory.mktemp("bench") / "home").store as store:
        with store.write() as writer:
            for _ in range(CASES):
                writer.save("mediation", new_id(), invented(dice), base_version=0, verb="save")
        store.settle()
        yield store


def invented(dice: random.Random) -> dict[str, Any]:
    """Return a case that nobody brought."""
    names = [dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2)))) for _ in range(2)]
    parties = [
        {"role": role, "name": name, "id_no": f"4420001968{digits(dice)}", "phone": f"138{digits(dice)}"}
        for role, name in zip(("申请人", "被申请人"), names, strict=True)
    ]
    quarrels = (f"{dice.choice(names)}因{dice.choice(QUARRELS)}与{words(dice)}发生争吵" for _ in range(25))
    return {
        "dispute_type": "邻里纠纷",
        "dates": {"accept": "2026-03-02"},
        "parties": parties,
        "brief": "，".join(quarrels),
    }


def digits(dice: random.Random) -> str:
    return f"{dice.randrange(10**8):08}"


def words(dice: random.Random) -> str:
    return "".join(dice.choices(GIVEN, k=6))


def test_searching_takes_a_fraction_of_reading_everything(
    ten_thousand: Store, say: Callable[[str], None]
) -> None:
    dice = random.Random(8)  # noqa: S311 -- dice of a test
    with ten_thousand.read() as reader:
        lines = reader.page("mediation", limit=CASES).lines
        titles = [dice.choice(lines).title for _ in range(50)]
        asked = {
            "whole names": [title.split("与")[0] for title in titles],
            "phrases": ["宅基地边界", "与", "果树砍伐 屋檐排水", "发生争吵", "因噪音扰民"] * 10,
            "initials": ["wjg", "lw", "zx", "hym", "cbf"] * 10,
            "numbers": [f"1380{n}" for n in range(10, 60)],
            "nothing asked": [""] * 50,
        }

        def all_read(title: str) -> None:
            scan = "SELECT count(*) FROM record_text WHERE instr(text, ?) > 0"
            reader._connection.exec_driver_sql(scan, (title,)).scalar_one()

        floor = statistics.median(seconds(lambda title=title: all_read(title)) for title in titles[:5])
        say(f"reading the text of {CASES:,} cases {floor * 1e3:.0f} ms")
        for kind, queries in asked.items():
            times = sorted(
                seconds(lambda query=query: reader.page("mediation", query=query)) for query in queries
            )
            slow = times[int(len(times) * 0.95)]
            usual = statistics.median(times)
            say(f"first page, {kind}: median {usual * 1e3:.1f} ms, p95 {slow * 1e3:.1f} ms")
            assert usual <= floor / 2
        looking = seconds(lambda: reader.find_person(number="442000196800000000"))
        say(f"looking for a person by number {looking * 1e3:.1f} ms")
        assert looking <= floor / 2


def test_taking_cases_into_the_search_index_keeps_pace(
    tmp_path: Path, payload: dict[str, Any], say: Callable[[str], None]
) -> None:
    with make_home(tmp_path / "home").store as store:
        saving = seconds(lambda: [save(store, payload) for _ in range(300)])
        settling = seconds(store.settle)
    say(f"taking in: {settling / 300 * 1e3:.2f} ms a case, after {saving / 300 * 1e3:.2f} ms of saving")
    assert settling <= 4 * saving
