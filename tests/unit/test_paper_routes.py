"""Other ways to a settlement: what the parties are told, by type of dispute and by ground of refusal."""

import pytest

from tests.paper_samples import shipped_tables
from zsapp.base.errors import Code, Trouble
from zsapp.rules.paper_tables import read_routes
from zsapp.rules.routes import routes_by_ground, routes_by_type

ROUTES = shipped_tables().routes
HEADS = "kind,match,route,basis,source,status\n"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("劳动争议纠纷/拖欠农民工工资纠纷", "劳动争议仲裁委员会"),
        ("道路交通事故纠纷", "三日内，各方当事人可以共同书面申请公安机关交通管理部门调解"),
        ("山林土地纠纷/承包地纠纷", "农村土地承包仲裁机构"),
        ("山林土地纠纷/林地纠纷", "申请人民政府处理"),
        ("房屋宅基地纠纷", "三十日内向人民法院起诉"),
        ("医疗纠纷", "申请行政调解"),
        ("邻里纠纷", "向有管辖权的人民法院提起民事诉讼"),
        ("", "向约定的仲裁机构申请仲裁"),
    ],
)
def test_each_type_of_dispute_has_its_ways(kind, said):
    assert said in "".join(routes_by_type(ROUTES, kind))


def test_a_type_with_ways_of_its_own_is_not_told_those_of_all_others():
    own = routes_by_type(ROUTES, "劳动争议纠纷")
    assert not set(own) & set(routes_by_type(ROUTES, "邻里纠纷"))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("对方致人轻伤，涉嫌刑事犯罪", "向公安机关报案"),
        ("申请事项为确认亲子关系", "提起诉讼"),
        ("人民法院已经受理", "继续处理"),
        ("系对行政处罚不服", "行政复议"),
        ("申请宣告失踪", "依照法律规定的程序"),
    ],
)
def test_a_refusal_names_the_way_of_its_ground(reason, said):
    assert said in "".join(routes_by_ground(ROUTES, reason))


def test_a_reason_of_no_known_ground_names_no_way():
    assert routes_by_ground(ROUTES, "材料不齐") == ()


@pytest.mark.parametrize(
    "row",
    [
        "way,邻里纠纷,起诉,法,源,已核",
        "type,邻里纠纷,,法,源,已核",
        "ground, ,报警,法,源,已核",
        "type,,起诉,法,源,也许",
    ],
)
def test_a_row_that_says_nothing_is_named(row):
    with pytest.raises(Trouble) as damaged:
        read_routes("routes.csv", HEADS + row + "\n")
    assert (damaged.value.code, damaged.value.facts["what"]) == (Code.TABLE_DAMAGED, "第2行")
