"""Lists and search: pages, states, names, initials, numbers, telephones, words; settled or still waiting."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from tests.homes import NAME, NUMBER, PHONE, case_payload, save_case
from zsapp.base.ids import new_id
from zsapp.records import search_index
from zsapp.records.names import initials_of, sounds_of
from zsapp.records.search import question, tokens_of
from zsapp.records.store import Store
from zsapp.rules.mediation_state import OPEN_STATES, STATES

SETTLED = pytest.mark.parametrize("settle", [Store.settle, lambda _: None], ids=["settled", "waiting"])
Settle = Callable[[Store], None]


def found(store: Store, query: str, state: str = "") -> list[str]:
    with store.read() as reader:
        page = reader.page("mediation", query=query, states=(state,) if state else ())
        assert page.total == len(page.lines)
        return [line.id for line in page.lines]


RARE = {
    "扩展A": "张㑇明",
    "新增汉字": "张鿏明",
    "扩展B": "张𠮷明",
    "扩展C": "张𪜶明",
    "扩展D": "张𫝀明",
    "扩展E": "张𬶟明",
    "扩展F": "张𮕵明",
    "扩展G": "张𰻞明",
    "扩展H": "张\U00031350明",
    "用户区": "张\ue000明",
    "兼容区": "张\ufa11明",
    "〇": "张〇明",
}


@SETTLED
def test_every_character_a_name_may_have_is_found(store: Store, settle: Settle) -> None:
    ids = {
        name: save_case(store, parties=[{"role": "申请人", "name": name}], dispute_type="其他")
        for name in RARE.values()
    }
    settle(store)
    for name, record_id in ids.items():
        assert found(store, name[:2]) == found(store, name) == found(store, name[1]) == [record_id]


@SETTLED
@pytest.mark.parametrize(
    "query",
    [
        *(NAME, "何", "䶮", "hy", "HY", "h"),
        *(NUMBER, NUMBER[:6], NUMBER[-4:], NUMBER[-6:], NUMBER[-4:].lower()),
        *(PHONE, PHONE[:7], "１３８０００００１０１"),
        *(
            "雨棚檐口",
            "落水管朝向",
            "檐",
            "南巷12号",
            "南巷",
            "12号",
            "雨棚 墙脚",
            "何䶮 hy 雨水",
            "雨棚、墙脚",
        ),
    ],
)
def test_a_case_is_found_by_what_people_remember(store: Store, settle: Settle, query: str) -> None:
    other = {"parties": [{"role": "申请人", "name": "赵六"}], "brief": "饲养动物"}
    save_case(store, **other)
    record_id = save_case(store)
    settle(store)
    assert found(store, query) == [record_id]


@SETTLED
@pytest.mark.parametrize(
    "query", ["棚雨", "檐落", "雨棚水管", "何亚", "yh", "9999", "落水管道", "2号", "雨棚 饲养"]
)
def test_what_is_not_there_is_not_found(store: Store, settle: Settle, query: str) -> None:
    save_case(store)
    settle(store)
    assert found(store, query) == []


@SETTLED
@pytest.mark.parametrize("query", ["", "  ", "\u3000"])
def test_a_query_that_asks_nothing_shows_all(store: Store, settle: Settle, query: str) -> None:
    record_id = save_case(store)
    settle(store)
    assert found(store, query) == [record_id]


@SETTLED
@pytest.mark.parametrize("query", ["%", "，。（）", "*", '"'])
def test_a_query_of_nothing_but_signs_finds_nothing(store: Store, settle: Settle, query: str) -> None:
    save_case(store)
    settle(store)
    assert found(store, query) == []


@SETTLED
@pytest.mark.parametrize(
    ("written", "asked"),
    [("羅小芬", "罗小芬"), ("罗小芬", "羅小芬"), ("黃志强", "黄志強"), ("黄志强", "黃"), ("张堃", "張坤")],
)
def test_variant_and_traditional_characters_find_each_other(
    store: Store, settle: Settle, written: str, asked: str
) -> None:
    record_id = save_case(store, parties=[{"role": "申请人", "name": written}], brief="門前積水，与鄰居爭執")
    settle(store)
    assert found(store, asked) == found(store, "门前积水") == found(store, "與邻居争执") == [record_id]


@SETTLED
@pytest.mark.parametrize("query", ["liangyadi", "LiangYaDi", "liangya", "liang", "liangyd", "lyd"])
def test_a_case_is_found_by_how_a_name_sounds(store: Store, settle: Settle, query: str) -> None:
    save_case(store, parties=[{"role": "申请人", "name": "赵六"}])
    record_id = save_case(store, parties=[{"role": "申请人", "name": "梁亚娣"}])
    settle(store)
    assert found(store, query) == [record_id]


@SETTLED
def test_a_letter_at_the_end_of_an_identity_number_is_found_in_either_case(
    store: Store, settle: Settle
) -> None:
    record_id = save_case(store, parties=[{"role": "申请人", "name": "赵六", "id_no": "44200019680315991x"}])
    settle(store)
    assert found(store, "991x") == found(store, "991X") == found(store, "44200019680315991x") == [record_id]


@SETTLED
def test_people_beside_the_parties_are_found_too(store: Store, settle: Settle) -> None:
    party = {
        "role": "申请人",
        "name": "中山市鸿禧灯饰有限公司",
        "uscc": "91442000MA0TEXT12N",
        "name_as_on_id": "鸿禧公司",
        "legal_rep": {"name": "邱志远"},
        "agent": {"name": "黎文慧", "phone": "13800000321"},
        "witness": {"name": "黄志强"},
        "guardians": [{"name": "马小玲"}],
        "representatives": ["韦国强"],
    }
    row = ["", 1, "古丽娜尔·艾合买提", "女", None, "653121199203179963", "13800000302", 1860000]
    record_id = save_case(store, parties=[party], roster=[row], deceased={"name": "陈土生"})
    settle(store)
    for query in (
        *(
            "邱志远",
            "qzy",
            "黎文慧",
            "13800000321",
            "黄志强",
            "马小玲",
            "wgq",
            "陈土生",
            "91442000ma0text12n",
        ),
        *("古丽娜尔·艾合买提", "艾合买提", "glneahmt", "653121", "9963", "鸿禧公司"),
    ):
        assert found(store, query) == [record_id], query


@SETTLED
def test_a_changed_record_is_found_by_its_new_words_and_no_more_by_its_old(
    store: Store, settle: Settle
) -> None:
    record_id = save_case(store)
    store.settle()
    save_case(
        store, record_id, base_version=1, brief="噪音扰民", parties=[{"role": "申请人", "name": "赵六"}]
    )
    settle(store)
    assert found(store, "噪音") == found(store, "zl") == found(store, "赵六") == [record_id]
    for query in ("雨棚", "何䶮", "hy", NUMBER, PHONE, NUMBER[-4:]):
        assert found(store, query) == []


@SETTLED
def test_a_list_of_one_state_and_a_query_within_it(store: Store, settle: Settle) -> None:
    accepted = save_case(store)
    closed = save_case(store, dates={"accept": "2026-03-02", "file": "2026-03-31"})
    settle(store)
    assert found(store, "", state="已受理") == found(store, "雨棚", state="已受理") == [accepted]
    assert found(store, "hy", state="已立卷") == [closed]
    assert found(store, "", state="终止") == []
    save_case(store, accepted, base_version=1, dates={"accept": "2026-03-02", "terminate": "2026-03-09"})
    settle(store)
    assert found(store, "", state="已受理") == []
    assert found(store, "", state="终止") == [accepted]
    with store.read() as reader:
        page = reader.page("mediation", states=("已立卷", "终止", "撤回"), limit=1)
    assert ([line.id for line in page.lines], page.total, page.more) == ([closed], 2, True)


def test_a_list_of_many_states_is_asked_for_at_once(store: Store) -> None:
    asked: list[str] = []
    with store.read() as reader:
        hear = (reader._connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        event.listen(*hear)
        for states in (STATES, OPEN_STATES, ("已受理",), ()):
            asked.clear()
            reader.page("mediation", states=states)
            assert len([one for one in asked if "FROM record" in one and "LIMIT" in one]) == 2  # rows, count
        event.remove(*hear)


@SETTLED
def test_pages_follow_each_other_newest_first_without_gap(store: Store, settle: Settle) -> None:
    ids = [save_case(store) for _ in range(7)]
    store.settle()
    ids += [save_case(store) for _ in range(4)]
    settle(store)
    for query, states in (
        *(("", ()), ("雨棚", ()), ("hy", ())),
        *(("", ("已受理",)), ("", ("终止", "已受理", "撤回")), ("雨棚", ("已受理", "终止"))),
    ):
        seen: list[str] = []
        after = None
        with store.read() as reader:
            while True:
                page = reader.page("mediation", query=query, states=states, after=after, limit=3)
                assert page.total == 11
                seen += [line.id for line in page.lines]
                if not page.more:
                    break
                after = page.lines[-1].pk
        assert seen == ids[::-1]


def test_a_line_says_what_a_list_shows(store: Store) -> None:
    save_case(store, volume_no="〔2026〕沙云人调字第5号", dispute_type="劳动争议纠纷/拖欠农民工工资纠纷")
    with store.read() as reader:
        (line,) = reader.page("mediation").lines
    assert (line.number, line.state, line.accepted_on) == ("〔2026〕沙云人调字第5号", "已受理", "2026-03-02")
    assert line.title == "何䶮与梁亚娣拖欠农民工工资纠纷"
    assert (line.kind, line.station, line.sync) == (
        "劳动争议纠纷/拖欠农民工工资纠纷",
        store.station,
        "已登记",
    )


def test_lists_of_one_sector_leave_the_others_out(store: Store) -> None:
    save_case(store)
    with store.write() as writer:
        writer.save("person", new_id(), {"name": NAME, "id_no": NUMBER}, base_version=0, verb="save")
    for _ in range(2):
        with store.read() as reader:
            assert reader.page("mediation", query=NAME).total == 1
            assert [line.title for line in reader.page("person", query="hy").lines] == [NAME]
        store.settle()


def test_counts_stop_at_a_thousand(store: Store) -> None:
    with store.write() as writer:
        for _ in range(1_010):
            writer.save("person", new_id(), {"name": NAME}, base_version=0, verb="save")
    with store.read() as reader:
        assert reader.page("person").total == reader.page("person", query=NAME).total == 1_000


# --- looking up by number ----------------------------------------------------------------------------------


@SETTLED
def test_a_record_is_resolved_by_id_printed_number_and_import_ref(store: Store, settle: Settle) -> None:
    numbers = {"volume_no": "〔2026〕沙云人调字第5号", "agreement_no": "〔2026〕沙云人调协第7号"}
    record_id = save_case(store, case="C01", **numbers)
    settle(store)
    with store.read() as reader:
        for ref in (record_id, record_id.upper(), *numbers.values(), " C01 ", "[2026]沙云人调字第5号"):
            assert reader.resolve(ref) == record_id
        for ref in ("", "C02", new_id(), NUMBER):
            assert reader.resolve(ref) is None
        assert reader.find_ref("mediation", case_payload()["committee"], "C01") == record_id
        assert reader.find_ref("mediation", "别的调委会", "C01") is None
        assert reader.find_ref("mediation", case_payload()["committee"], "") is None


@SETTLED
def test_a_number_is_taken_by_another_record_only(store: Store, settle: Settle) -> None:
    record_id = save_case(store, volume_no="第5号", agreement_no="第7号")
    settle(store)
    with store.read() as reader:
        assert reader.number_taken("第5号")
        assert reader.number_taken("第7号", new_id())
        assert not reader.number_taken("第5号", record_id)
        assert not reader.number_taken("第6号")
        assert not reader.number_taken("")


@SETTLED
def test_a_person_is_known_by_number_or_by_name_and_telephone_together(store: Store, settle: Settle) -> None:
    first, second = new_id(), new_id()
    with store.write() as writer:
        writer.save(
            "person", first, {"name": NAME, "id_no": "44200019680315991x"}, base_version=0, verb="save"
        )
        writer.save("person", second, {"name": NAME, "phone": PHONE}, base_version=0, verb="save")
    settle(store)
    with store.read() as reader:
        assert reader.find_person(number="44200019680315991X") == first
        assert reader.find_person(name=NAME, phone=PHONE) == second
        assert reader.find_person(name="别人", phone=PHONE) is None
        assert reader.find_person(name=NAME) is None
        assert reader.find_person(phone=PHONE) is None
        assert reader.find_person() is None
        assert reader.resolve(PHONE) is None
        assert not reader.number_taken("44200019680315991X")


# --- the parts ---------------------------------------------------------------------------------------------


def test_tokens_are_pairs_and_the_last_character_and_whole_runs() -> None:
    assert tokens_of("宅基地a栋302") == "宅基 基地 地 a 栋 302"
    assert tokens_of("宅基宅基") == "宅基 基宅 基", "each once"
    assert tokens_of("，。") == ""


def test_a_query_is_taken_apart_at_blanks_and_punctuation() -> None:
    asked = question("张三、李四 zs 442000 宅基地A栋３号")
    assert asked.pieces == ("张三", "李四", "宅基地a栋3号")
    assert asked.keys == ("zs", "442000")
    assert asked.whole() == ("宅基地a栋3号",)
    assert asked.match() == '"张三" AND "李四" AND "宅基" AND "基地" AND "a"* AND "栋"* AND "3"* AND "号"*'
    assert not question("、 ")


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("何䶮", ("hy",)),
        ("单明", ("sm", "dm")),
        ("曾桂英", ("zgy", "cgy")),
        ("区伟", ("ow", "qw")),
        ("尉迟恭", ("ycg", "wcg")),
        ("小涌", ("xc", "xy")),
        ("Smith 约翰", ("smithyh",)),
        ("", ()),
        ("·", ()),
    ],
)
def test_initials_keep_every_reading_that_may_be_typed(name: str, readings: tuple[str, ...]) -> None:
    assert set(initials_of(name)) == set(readings)


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("何䶮", ("hy", "heyan")),
        ("單明", ("sm", "dm", "shanming", "danming")),
        ("吕建国", ("ljg", "lvjianguo", "lvjg")),
        ("尉迟恭", ("ycg", "wcg", "yuchigong", "yucg", "weichigong", "weicg")),
        ("中山市鸿禧灯饰有限公司", ("zsshxdsyxgs",)),
        ("·", ()),
    ],
)
def test_names_are_typed_by_initials_whole_or_half_and_half(name: str, sounds: tuple[str, ...]) -> None:
    assert set(sounds_of(name)) == set(sounds)


def test_what_waits_is_taken_in_before_searching_gets_slow(store: Store) -> None:
    for _ in range(search_index.READ_ONE_BY_ONE + 1):
        save_case(store)
    with store.read() as reader:
        assert search_index.searched(reader._connection) == search_index.READ_ONE_BY_ONE + 1


def test_a_long_import_takes_in_what_waits_by_itself(store: Store) -> None:
    with store.write() as writer:
        for _ in range(search_index.BACKSTOP + 1):
            writer.save("person", new_id(), {"name": NAME}, base_version=0, verb="save")
    with store._opened.engine.connect() as connection, connection.begin():
        assert search_index.searched(connection) == search_index.BACKSTOP + 1
