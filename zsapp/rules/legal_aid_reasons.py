"""Reasons of the pre-check (初审意见的理由): what a rule says, on what basis, what a citizen may be told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from zsapp.rules.legal_aid_facts import Situation

Tone = Literal["", "hint", "warning"]
"""How a reason is meant: part of the opinion, something to offer, or something to put right or look into."""

UNLIMITED, UNCHECKED, PROMISE, NEAR = "转交-不受限", "转交-免予核查", "转交-需核查(承诺)", "转交-临界"
SUPPLY, ELSEWHERE, OUTSIDE = "补正", "另指管辖", "不属范围-另引导"
UNLIKELY, URGENT = "建议不予", "紧急先行转交"
ADVICES = (OUTSIDE, ELSEWHERE, URGENT, UNLIKELY, SUPPLY, UNLIMITED, UNCHECKED, NEAR, PROMISE)
"""What a station may advise, the stronger first. None of it is a decision, and none bars forwarding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: the rule, its words with the measured numbers, its basis, a plain sentence for the citizen.

    `advice` is what it asks for, `flag` a word for lists, `grounds` whether its basis carries the opinion,
    `where` the item it is about.
    """

    rule: str
    text: str
    basis: str
    told: str
    advice: str = ""
    flag: str = ""
    tone: Tone = ""
    grounds: bool = False
    where: str = ""


Rule = Callable[[Situation], Iterator[Reason]]
"""A rule of the pre-check: a pure function of the situation."""
