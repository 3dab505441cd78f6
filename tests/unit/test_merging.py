"""Two documents made from one: different fields merge, the same field is for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsapp.rules.lineage import Lineage, Version
from zsapp.rules.merging import MINE, THEIRS, changed, conflicts, merged, name_of, value_at

BASE = {"brief": "漏水", "dates": {"apply": "2026-03-02"}, "parties": ["何", "梁"], "gone": 1}
VALUES = st.recursive(
    st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.sampled_from("pqrs"), VALUES, max_size=4)


def test_what_each_side_has_changed_alone_is_in_the_merged_document():
    mine = {**BASE, "brief": "漏水多年"}
    theirs = {**BASE, "dates": {"apply": "2026-03-02", "accept": "2026-03-03"}}
    del theirs["gone"]
    assert conflicts(BASE, mine, theirs) == ()
    assert merged(BASE, mine, theirs) == {
        "brief": "漏水多年", "parties": ["何", "梁"],
        "dates": {"apply": "2026-03-02", "accept": "2026-03-03"},
    }  # fmt: skip
    assert BASE["dates"] == {"apply": "2026-03-02"}, "what it was made from stays as it is"


def test_the_same_field_is_for_a_person_and_the_owners_value_stands_until_then():
    mine, theirs = {**BASE, "brief": "甲"}, {**BASE, "brief": "乙"}
    assert [name_of(path) for path in conflicts(BASE, mine, theirs)] == ["brief"]
    assert merged(BASE, mine, theirs)["brief"] == "甲"
    for side, value in ((MINE, "甲"), (THEIRS, "乙")):
        assert merged(BASE, mine, theirs, {("brief",): side})["brief"] == value
    assert conflicts(BASE, mine, mine) == ()
    gone = {key: value for key, value in BASE.items() if key != "brief"}
    assert conflicts(BASE, gone, theirs) == (("brief",),)
    assert "brief" not in merged(BASE, theirs, gone, {("brief",): THEIRS})


def test_a_group_that_one_side_took_away_meets_what_the_other_changed_in_it():
    mine = {**BASE, "dates": {"apply": "2026-04-01"}}
    theirs = {key: value for key, value in BASE.items() if key != "dates"}
    assert conflicts(BASE, mine, theirs) == (("dates", "apply"),)
    assert "dates" not in merged(BASE, mine, theirs, {("dates", "apply"): THEIRS})
    assert conflicts(BASE, theirs, mine) == (("dates",),)
    assert merged(BASE, theirs, mine, {("dates",): THEIRS})["dates"] == {"apply": "2026-04-01"}


def test_a_value_is_found_by_its_name():
    assert value_at(BASE, "dates.apply") == "2026-03-02"
    assert value_at(BASE, "dates.sign") is None
    assert value_at(BASE, "brief.x") is None


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_a_merge_keeps_all_of_ours_and_of_theirs_what_does_not_meet_it(base, mine, theirs):
    found = merged(base, mine, theirs)
    ours, others = changed(base, mine), changed(base, theirs)
    for path in ours:
        if not any(path[: len(one)] == one or one[: len(path)] == path for one in others if one != path):
            assert value_at(found, name_of(path)) == value_at(mine, name_of(path))
    for path in others:
        if not any(path[: len(one)] == one or one[: len(path)] == path for one in ours):
            assert value_at(found, name_of(path)) == value_at(theirs, name_of(path))
    assert merged(base, base, theirs) == theirs
    assert merged(base, mine, base) == mine
    assert merged(base, mine, mine) == mine


def version(station, seq, number, base, epoch=1):
    return Version(station, epoch, seq, number, base)


A1, A2, A3 = version("a", 1, 1, 0), version("a", 2, 2, 1), version("a", 3, 3, 2)
B2, B3 = version("b", 1, 2, 1), version("b", 2, 3, 2)


def test_a_version_comes_from_the_one_of_its_own_chain_else_from_the_owners():
    known = Lineage([A1, A2, A3, B2, B3], "a", {})
    assert [known.base_of(one) for one in (A1, A2, A3, B2, B3)] == [None, A1, A2, A1, B2]
    assert list(known.heads()) == [A3, B3]
    assert known.meeting_point(A3, B3) == A1
    assert known.meeting_point(A1, version("c", 1, 9, 0)) is None


def test_what_a_merge_has_taken_in_stands_beside_nothing_any_more():
    merge = version("t", 1, 4, 3)
    known = Lineage([A1, A2, A3, B2, B3, merge], "a", {merge.place: [B3.place, ("x", 1, 1)]})
    assert list(known.heads()) == [merge]
    after = version("a", 4, 4, 3)
    known = Lineage([A1, A2, A3, B2, B3, merge, after], "a", {merge.place: [B3.place]})
    assert list(known.heads()) == [after, merge]
    assert known.meeting_point(after, merge) == A3


@pytest.mark.parametrize("owner", ["a", "b"])
def test_the_owners_latest_stands_first(owner):
    heads = Lineage([A1, A2, B2], owner, {}).heads()
    assert heads[0].station == owner


def test_after_a_restored_backup_the_later_epoch_stands_first():
    again = version("a", 1, 2, 1, epoch=2)
    assert list(Lineage([A1, A2, again], "a", {}).heads()) == [again, A2]
