"""Each party's consent with its day (人民调解法 §17): said by one press, printed on the register form."""

from datetime import date

from tests.rulings import make_case
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_consent import all_agree, consent_lines, consents_of, is_named, is_open
from zsapp.rules.mediation_parts import Dates, Party

MARCH, APRIL = date(2026, 3, 9), date(2026, 4, 1)
CASE = make_case(
    dates=Dates(accept=MARCH),
    parties=(
        Party(name="何䶮"),
        Party(name="梁亚娣", consent="拒绝调解", consent_on=APRIL),
        Party(name="卢志伟"),
        Party(),
    ),
)


def test_one_press_says_it_for_everybody_who_said_nothing_yet() -> None:
    agreed = all_agree(CASE, APRIL)
    assert [(one.consent, one.consent_on) for one in agreed.parties] == [
        ("同意调解", MARCH),
        ("拒绝调解", APRIL),
        ("同意调解", MARCH),
        ("", None),
    ]
    assert all_agree(Case(parties=(Party(name="何䶮"),)), APRIL).parties[0].consent_on == APRIL
    assert (is_open(CASE), is_open(agreed)) == (True, False)
    assert (is_named(CASE), is_named(Case(parties=(Party(),)))) == (True, False)


def test_the_paper_names_who_agreed_on_which_day() -> None:
    assert consents_of(all_agree(CASE, APRIL).parties) == "何䶮、卢志伟2026年3月9日同意"
    assert (
        consents_of(all_agree(make_case(dates=Dates(accept=MARCH)), APRIL).parties) == "均于2026年3月9日同意"
    )
    assert consents_of(()) == ""
    days = (
        Party(name="甲", consent="同意调解"),
        Party(name="乙", consent="同意调解", consent_on=APRIL),
        Party(consent="同意调解"),
    )
    assert consents_of(days) == "甲同意；乙2026年4月1日同意"


def test_the_screen_says_who_is_still_to_be_asked() -> None:
    assert consent_lines(CASE) == "梁亚娣：拒绝调解（2026年4月1日）；还没有登记的：何䶮、卢志伟"
    told = (Party(name="甲", consent="同意调解"), Party())
    assert consent_lines(Case(parties=told)) == "甲：同意调解"
