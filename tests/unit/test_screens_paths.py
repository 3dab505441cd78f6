"""One datum deep in a frozen document is read and changed by its path."""

import pytest

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Guardian, Party
from zsapp.screens.kit import paths


def test_a_path_is_parted_and_put_together_again():
    parts = paths.parts_of("parties[0].guardians[12].name")
    assert parts == ("parties", 0, "guardians", 12, "name")
    assert paths.path_of(parts) == "parties[0].guardians[12].name"
    assert paths.parent_of("parties[0].name") == "parties[0]"
    assert paths.join("parties[0]", "name") == "parties[0].name"
    assert paths.join("", "name") == "name"


def test_setting_makes_what_is_missing_on_the_way():
    case = paths.set_at(Case(), "parties[1].guardians[0].name", "甲")
    assert [one.name for one in case.parties] == ["", ""]
    assert case.parties[1].guardians == (Guardian(name="甲"),)
    assert paths.set_at(Case(), "referral.organ", "乙").referral.organ == "乙"
    assert paths.set_at(Case(), "clauses[1]", "二").clauses == ("", "二")


def test_getting_ends_early_where_the_way_ends():
    case = Case(parties=(Party(name="甲"),))
    assert paths.get_at(case, "parties[0].name") == "甲"
    assert paths.get_at(case, "parties[3].name") is None
    assert paths.get_at(case, "referral.organ") is None


def test_a_member_is_removed_and_the_others_stay():
    case = Case(clauses=("一", "二", "三"))
    assert paths.remove_at(case, "clauses[1]").clauses == ("一", "三")


def test_the_item_of_a_path_is_found_through_lists_and_groups():
    assert paths.item_at(Case, "parties[0].guardians[1].id_no").label == "身份证号码"
    assert paths.item_at(Case, "clauses[3]").label == "协议内容"
    with pytest.raises(KeyError):
        paths.item_at(Case, "")
    with pytest.raises(KeyError):
        paths.item_at(Case, "nowhere")


def test_a_card_with_only_its_prefilled_role_is_blank():
    assert paths.is_blank(Party(role="申请人"), frozenset({"role"}))
    assert not paths.is_blank(Party(role="申请人", name="甲"), frozenset({"role"}))
    assert paths.is_blank(("", " "))
    assert not paths.is_blank(0)


def test_a_path_is_said_in_words():
    assert paths.label_at(Case, "parties[0].id_no") == "当事人第1项的证件号码"
    assert paths.label_at(Case, "nowhere") == ""
