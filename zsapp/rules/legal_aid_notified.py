"""Defenders whom the organ in charge must ask for (通知辩护): who they are (R-09). Pure.

Law cited: 法援法 §25, §28.
"""

import re

from zsapp.rules.legal_aid import is_minor
from zsapp.rules.legal_aid_facts import NONE, Situation, capacity_of
from zsapp.rules.people import normalise_number

GRAVE = re.compile("可能[^，。；]{0,6}(?:判处)?(?:无期徒刑|死刑)|死刑复核|缺席审判")
SENSES = {"1": "视力", "2": "听力", "3": "言语"}
"""Kinds of disability by the 19th digit of the certificate that art. 25 names."""


def notified_ground(situation: Situation) -> str:
    """Return why the organ in charge must ask for a defender, or the empty text."""
    intake = situation.intake
    told = f"{intake.forum.charge}{intake.facts}"
    if "强制医疗" in f"{intake.title}{told}":
        return "强制医疗案件"
    if intake.matter != "M21":
        return ""
    number = normalise_number(intake.applicant.disability_no)
    sense = SENSES.get(number[18:19], "")
    if is_minor(intake):
        return "未成年人"
    if sense:
        return f"{sense}残疾人"
    if capacity_of(situation) == NONE or "不能完全辨认" in told:
        return "不能完全辨认自己行为的成年人"
    return "可能被判处无期徒刑、死刑等情形" if GRAVE.search(told) else ""


def is_notified(situation: Situation) -> bool:
    """Say whether the organ in charge must ask for a defender."""
    return bool(notified_ground(situation))
