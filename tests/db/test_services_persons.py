"""People across cases: found while typing, doubles seen, merged and parted, their history on one card."""

from dataclasses import replace
from datetime import date

import pytest

from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Refusal
from zsapp.rules.findings import Stage
from zsapp.rules.mediation_parts import Party
from zsapp.services.people import earlier_cases


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=date(2026, 3, 27)) as made:
        yield made


def take_in(station, ref: str, **changes):
    return station.mediation.find(station.mediation.import_case(acceptance_case(ref) | changes).id)


def with_party(entry: dict, place: int, **changes) -> list:
    parties = [dict(one) for one in entry["parties"]]
    parties[place] |= changes
    return parties


@pytest.fixture
def first(station):
    return take_in(station, "C01")


@pytest.fixture
def applicant(first):
    return first.case.parties[0]


@pytest.fixture
def double(station, applicant):
    """The same applicant in a second case, without a document and under another telephone."""
    parties = with_party(acceptance_case("C01"), 0, id_no=None, id_missing_reason="遗失", phone="13900000000")
    second = take_in(station, "C01", case="C01b", volume_no="〔2026〕沙龙人调字第902号", parties=parties)
    return second.case.parties[0]


def test_a_person_is_found_by_name_initials_number_and_telephone(station, applicant):
    for typed in (applicant.name, applicant.id_no[:10], applicant.id_no[-4:], applicant.phone):
        assert applicant.name in {one.name for one in station.persons.suggest(typed)}, typed
    assert station.persons.suggest(" ") == ()
    assert station.persons.suggest("查无此人") == ()


def test_lists_show_numbers_masked(station, applicant):
    (hint,) = station.persons.suggest(applicant.id_no)
    assert hint.id_no == applicant.id_no[:3] + "*" * 11 + applicant.id_no[-4:]
    assert applicant.phone not in hint.phone
    assert hint.birth_year == applicant.birth.year


def test_choosing_a_person_gives_everything_that_is_known(station, applicant):
    person = station.persons.find(applicant.person_id)
    assert (person.id_no, person.phone, person.address) == (
        applicant.id_no,
        applicant.phone,
        applicant.address,
    )


def test_a_card_tells_every_case_and_role_of_a_person(station, first, applicant):
    card = station.persons.card(applicant.person_id)
    assert [(one.number, one.role) for one in card.parts] == [(first.number, "申请人")]
    assert (card.doubles, card.merged) == ((), ())


def test_guardians_and_agents_have_cards_too(station):
    guardian = {"name": "何大海", "relation": "父亲", "phone": "13800000001"}
    agent = {"name": "罗小芬", "phone": "13800000002"}
    parties = with_party(acceptance_case("C01"), 0, guardians=[guardian], agent=agent)
    ward = take_in(station, "C01", parties=parties).case.parties[0]
    for person_id, role in (
        (ward.guardians[0].person_id, f"{ward.name}的法定代理人"),
        (ward.agent.person_id, f"{ward.name}的委托代理人"),
    ):
        assert [one.role for one in station.persons.card(person_id).parts] == [role]


def test_a_likely_double_is_offered_never_merged_by_itself(station, applicant, double):
    assert double.person_id != applicant.person_id
    card = station.persons.card(applicant.person_id)
    assert [one.id for one in card.doubles] == [double.person_id]
    assert len(card.parts) == 1


def test_a_namesake_with_another_number_is_no_double(station, applicant):
    parties = with_party(
        acceptance_case("C01"), 0, id_no="442000196803159922", birth=date(1968, 3, 15), sex="女"
    )
    take_in(station, "C01", case="C01c", volume_no="〔2026〕沙龙人调字第903号", parties=parties)
    assert station.persons.card(applicant.person_id).doubles == ()


def test_merging_joins_the_history_and_parting_gives_it_back(station, applicant, double):
    card = station.persons.merge(applicant.person_id, double.person_id)
    assert len(card.parts) == 2
    assert [one.id for one in card.merged] == [double.person_id]
    assert station.persons.card(double.person_id).id == applicant.person_id
    assert [one.id for one in station.persons.suggest(applicant.name)] == [applicant.person_id]
    parted = station.persons.part(double.person_id)
    assert (parted.id, len(parted.parts)) == (double.person_id, 1)
    assert len(station.persons.card(applicant.person_id).parts) == 1


def test_what_is_learned_later_goes_to_the_record_that_is_kept(station, applicant, double):
    station.persons.merge(applicant.person_id, double.person_id)
    parties = with_party(acceptance_case("C01"), 0, id_no=None, phone="13900000000", occupation="渔民")
    third = take_in(station, "C01", case="C01d", volume_no="〔2026〕沙龙人调字第904号", parties=parties)
    assert third.case.parties[0].person_id == applicant.person_id
    assert station.persons.find(double.person_id).occupation == "渔民"


def test_nobody_is_merged_with_themselves(station, applicant, double):
    with pytest.raises(Refusal) as refused:
        station.persons.merge(applicant.person_id, applicant.person_id)
    assert refused.value.code is Code.PERSON_MERGE_SELF
    station.persons.merge(applicant.person_id, double.person_id)
    with pytest.raises(Refusal) as refused:
        station.persons.merge(double.person_id, applicant.person_id)
    assert refused.value.code is Code.PERSON_MERGE_SELF


def test_a_case_is_no_person(station, first):
    with pytest.raises(Refusal) as refused:
        station.persons.card(first.id)
    assert refused.value.code is Code.RECORD_UNKNOWN


def test_checks_before_print_know_the_earlier_cases_of_the_same_people(station, first, double):
    case = replace(first.case, agreement_no="")
    station.mediation.check(case, stage=Stage.PRINT, record_id=first.id)
    with station.store.read() as reader:
        (other,) = earlier_cases(reader, case, first.id)
    assert other.number == "〔2026〕沙龙人调字第902号"
    assert case.parties[0].name in other.names


# --- whom somebody resembles ------------------------------------------------------------------------------


def resembling(station, **items):
    party = Party(**({"role": "申请人", "kind": "自然人"} | items))
    return [(one.id, one.why) for one in station.persons.resembling(party)]


def test_a_new_party_resembles_who_agrees_and_contradicts_in_nothing(station, applicant):
    known = applicant.person_id
    assert resembling(station, name="何䶮") == [(known, "姓名相同")]
    assert resembling(station, name="何龑") == [(known, "姓名相同")]
    assert resembling(station, name="何䶮", phone=applicant.phone) == [(known, "姓名、电话相同")]
    assert resembling(station, name="何䶮", birth=applicant.birth) == [(known, "姓名、出生日期相同")]
    assert resembling(station, name="何䶮", phone="13911112222") == []
    assert resembling(station, name="何䶮", birth=date(2000, 1, 1)) == []
    assert resembling(station, name="何䶮", id_no="442000200001010019") == []


def test_one_document_number_is_one_person_whatever_the_name(station, applicant):
    known = applicant.person_id
    assert resembling(station, name="何䶮", id_no=applicant.id_no) == [(known, "证件号码相同")]
    assert resembling(station, name="何龚", id_no=applicant.id_no) == [(known, "证件号码相同，姓名不同")]


def test_companies_groups_and_half_names_resemble_nobody(station, applicant):
    assert resembling(station, name="何䶮", kind="法人") == []
    assert resembling(station, name="何䶮", group="12人") == []
    assert resembling(station, name="何") == []
    assert resembling(station, name="何䶮", person_id=applicant.person_id) == []


def test_who_was_told_apart_is_not_hinted_at_again(station, applicant, double):
    card = station.persons.tell_apart(applicant.person_id, double.person_id)
    assert card.doubles == ()
    assert station.persons.card(double.person_id).doubles == ()
    assert resembling(station, name="何䶮", apart=(applicant.person_id, double.person_id)) == []
    with pytest.raises(Refusal) as refused:
        station.persons.tell_apart(applicant.person_id, applicant.person_id)
    assert refused.value.code is Code.PERSON_MERGE_SELF


def test_what_was_said_in_a_case_is_kept_with_the_person(station, first, applicant):
    party = Party(role="申请人", name="何䶮", apart=(applicant.person_id,))
    case = replace(first.case, case="", volume_no="", agreement_no="", parties=(party,))
    saved = station.mediation.save(station.mediation.new_id(), case, base_version=0)
    namesake = saved.case.parties[0].person_id
    assert station.persons.find(namesake).apart == (applicant.person_id,)
    assert station.persons.card(applicant.person_id).doubles == ()


def test_a_mediator_who_was_a_party_elsewhere_is_told(station, first, applicant):
    mediator = [{"name": first.case.parties[1].name, "role": "调解员"}]
    again = {"case": "C01e", "volume_no": "〔2026〕沙龙人调字第905号", "mediators": mediator}
    second = take_in(station, "C01", parties=[dict(acceptance_case("C01")["parties"][0])], **again)
    (found,) = station.persons.conflicts(second.case, second.id)
    assert (found.record_id, found.recuse) == (first.id, True)
    assert first.number in found.message
    gone = replace(first.case, void="重复登记")
    station.mediation.save(first.id, gone, base_version=first.version)
    assert station.persons.conflicts(second.case, second.id) == ()


def test_groups_are_noted_once_and_every_record_adds_to_them(station, applicant):
    card = station.persons.describe(applicant.person_id, ("G07", "残疾人"), ("轮椅", "手语"))
    assert (card.person.groups, card.person.needs) == (("残疾人", "退役军人"), ("手语", "轮椅"))
    parties = with_party(acceptance_case("C01"), 0)
    again = take_in(station, "C01", case="C01c", volume_no="〔2026〕沙龙人调字第903号", parties=parties)
    case = replace(
        again.case,
        parties=(
            replace(again.case.parties[0], groups=("农民工（进城务工人员）", "家庭暴力受害人")),
            *again.case.parties[1:],
        ),
    )
    station.mediation.save(again.id, case, base_version=again.version)
    kept = station.persons.find(applicant.person_id)
    assert kept.groups == ("残疾人", "退役军人", "农民工（进城务工人员）")
    assert station.persons.describe(applicant.person_id, (), ()).person.groups == ()


def test_what_everybody_would_read_and_what_is_no_group_is_refused(station, applicant):
    for groups, needs, code in (
        (("G10",), (), Code.GROUP_PRIVATE),
        (("外星人",), (), Code.GROUP_UNKNOWN),
        ((), ("直升机",), Code.GROUP_UNKNOWN),
    ):
        with pytest.raises(Refusal) as caught:
            station.persons.describe(applicant.person_id, groups, needs)
        assert caught.value.code is code
    assert station.persons.find(applicant.person_id).groups == ()


def test_an_old_home_permit_finds_the_person_of_the_newer_card(station):
    hong_kong = {"name": "陳嘉慧", "id_type": "港澳居民来往内地通行证", "id_no": "H0000990301"}
    first = take_in(station, "C01", parties=with_party(acceptance_case("C01"), 0, **hong_kong))
    newer = with_party(acceptance_case("C01"), 0, **(hong_kong | {"id_no": "H0000990302"}))
    second = take_in(station, "C01", case="C01d", volume_no="〔2026〕沙龙人调字第904号", parties=newer)
    one, two = first.case.parties[0], second.case.parties[0]
    assert (one.person_id, one.id_no, two.id_no) == (two.person_id, "H0000990301", "H0000990302")
    assert station.persons.find(one.person_id).id_no == "H00009903"
