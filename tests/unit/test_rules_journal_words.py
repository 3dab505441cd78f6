"""The verbs of the journal in words: nobody who reads a record's history meets an English one."""

import re
from pathlib import Path

from zsapp import services
from zsapp.rules.journal_words import STEPS, WORDS, journal_word
from zsapp.rules.legal_aid_state import ACTS

SHOWN = re.compile(
    r"(?:verb=|_save\(view, |_note\(facts, view, [\w.]+, |record_id=view\.id.*?verb=|lambda [\w, ]+: .*, )"
    r'"([a-z_]+)"'
)
ELSEWHERE = {"init", "numbers", "apart", "submit", "freeze"}
"""What befalls the station, people, claims and figures: no record of theirs is shown with its history."""


def test_every_verb_that_a_service_writes_about_a_record_has_words() -> None:
    code = "".join(one.read_text("utf-8") for one in Path(services.__file__).parent.glob("*.py"))
    found = set(SHOWN.findall(code)) - ELSEWHERE
    assert {"save", "import", "override", "print", "reprint", "scan_drop", "turn"} <= found
    assert sorted(found - set(WORDS)) == []


def test_a_step_has_the_words_of_its_button_in_its_own_sector() -> None:
    assert journal_word("act_visit", "legal_aid") == ACTS["visit"].word
    assert (journal_word("accept", "mediation"), journal_word("act_accept", "notary")) == (
        "受理", "登记公证处已受理"
    )  # fmt: skip
    assert (journal_word("decision", "legal_aid"), journal_word("decision", "reconsideration")) == (
        "登记法律援助处的结果", "登记处理结果"
    )  # fmt: skip
    assert journal_word("of_a_later_program", "mediation") == "of_a_later_program"
    told = [word for words in (WORDS, *STEPS.values()) for word in words.values()]
    assert not [word for word in told if re.search("[A-Za-z]", word)]
