"""What is said of a transfer, from each side of it, in one sentence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from zsapp.screens.standing.words import sync_words, transfer_words
from zsapp.services.transfer import WORDS, TransferLine

AT = datetime(2026, 3, 9, 1, 5, tzinfo=UTC)


def line(mine: str, state: str, **changed: Any) -> TransferLine:
    ended = None if state == "open" else AT
    values: dict[str, Any] = {
        **dict.fromkeys(
            ("record_id", "sector", "title", "number", "who", "answer", "answered_by", "step"), ""
        ),
        "giver": "甲村",
        "taker": "乙村",
        "reason": "人在邻村",
        "at": AT,
        "version": 1,
        "unsent": False,
        "here": True,
        "known": True,
        "answered_at": ended,
    }
    return TransferLine(**{**values, "mine": mine, "state": WORDS[state], **changed})


@pytest.mark.parametrize(
    ("mine", "state", "answer", "said"),
    [
        ("giver", "open", "", "已提出移交给乙村，等待接收；这期间本站只能查看"),
        ("giver", "taken", "", "已移交，由乙村办理，本站只能查看"),
        ("giver", "taken", "明天去", "已移交，由乙村办理，本站只能查看。对方说：明天去"),
        ("giver", "declined", "人不在", "乙村没有接收，本站继续办理。对方说：人不在"),
        ("giver", "withdrawn", "", "移交已撤回，本站继续办理"),
        ("taker", "open", "", "甲村请求移交：人在邻村"),
        ("taker", "taken", "", "由甲村移交来，现在由本站办理：人在邻村"),
        ("taker", "declined", "人不在", "本站没有接收：人不在"),
        ("taker", "withdrawn", "", "甲村已撤回移交"),
        ("", "open", "", "甲村移交给乙村，等待接收：人在邻村"),
    ],
)
def test_each_side_reads_its_own_sentence(mine: str, state: str, answer: str, said: str) -> None:
    assert transfer_words(line(mine, state, answer=answer)) == said


def test_how_far_a_record_has_come_cites_what_it_rests_on() -> None:
    assert sync_words("镇已入库", lambda _sync: "回执 今天 09:12") == ("镇已入库（回执 今天 09:12）", "green")
    assert sync_words("已登记", lambda _sync: "") == ("已登记", "")
    assert sync_words("已入库", str, foreign="外站案件，只能查看") == ("外站案件，只能查看", "")
