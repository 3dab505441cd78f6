"""Reading (读条款): whether a thing is really said in a text: not denied, conditional, asked or quoted.

Text only, no record. What stands before a word in the same phrase may turn it round: 不得殴打, 未发现激化,
如需离婚. Phrases end at ，。；：, sentences at 。；.
"""

import re
from collections.abc import Iterator

from zsapp.rules.clause_words import without_quotes

DENIED = re.compile(
    r"(?:不得|不能|不可|不应|不准|不许|不予|不计|互不|均不|不会|不要|不再|不以|不用|不是|不涉及|不影响|没有|没|未(?!成年|付|还|满)|无须|无需|并非|非因"
    r"|禁止|严禁|避免|防止|预防|杜绝|劝阻|制止|拒绝|反对|取消|撤销|撤回|免得|以免)[^，。；：,;\n]{0,12}$|不$"
)
"""Before a word in its phrase: the word is denied, or kept from happening."""

CONDITIONAL = re.compile(
    r"(?:^|[，。；：,;\n])[^，。；：,;\n]{0,6}(?:如果?|若|倘若|假如|一旦|万一)[^，。；：,;\n]{0,20}$"
)
"""Before a word in its phrase: the word is what may happen, not what is agreed."""


def phrase_before(text: str, place: int) -> str:
    """Return what stands before a place in its own phrase."""
    start = max(text.rfind(mark, 0, place) for mark in "，。；：,;\n")
    return text[start + 1 : place]


def sentence_around(text: str, place: int) -> str:
    """Return the sentence in which a place stands."""
    start = max(text.rfind(mark, 0, place) for mark in "。；;\n") + 1
    ends = [at for mark in "。；;\n" if (at := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=len(text))]


def asserted(
    pattern: re.Pattern[str], text: str, *, quotes: bool = False, conditions: bool = False
) -> Iterator[re.Match[str]]:
    """Return where a pattern is said and meant.

    Args:
        pattern: What to look for.
        text: Where.
        quotes: Also inside “” and 《》: a record quotes what people said.
        conditions: Also after 如 and 若.
    """
    told = text if quotes else without_quotes(text)
    for found in pattern.finditer(told):
        before = phrase_before(told, found.start())
        if DENIED.search(before) or (not conditions and CONDITIONAL.search("，" + before)):
            continue
        yield found


def says(pattern: re.Pattern[str], text: str, *, quotes: bool = False, conditions: bool = False) -> bool:
    """Say whether a pattern is said and meant anywhere in a text."""
    return next(asserted(pattern, text, quotes=quotes, conditions=conditions), None) is not None
