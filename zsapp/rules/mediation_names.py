"""Who is meant (所指何人): whether words in a clause or a schedule mean somebody who signs, or nearly do.

A party may be called by name, by the name on the document, by a suffix or generic noun that fits only one
(公司, 保险公司, 学校), through a member, a guardian, an agent, or as 双方. Near misses are told by the sound,
as they are typed (decision 24). Law: 民法典 §465.
"""

import functools
import re
from collections.abc import Iterator

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import is_group, is_organisation, party_names

BRACKET = re.compile(r"[（(][^）)]*[）)]")
JOINED = re.compile(r"[、，,／/;；]|以及|及其|和|与|及|跟|同")
PRONOUN = re.compile(
    r"[甲乙丙丁戊己]方|双方|各方|三方|四方|对方|另一方|任何一方|其他[一二两三四五]?方?|被?申请人|第三人|当事人|本人|自己|其"
    r"|(?:法定)?(?:代理人|监护人|代表人)|继承人|债务人|债权人|肇事方|受害[人方]|出租人|承租人|房东|租客|业主"
)
CREW = re.compile(
    r"[0-9一二三四五六七八九十百]+(?:名|位)?(?:人|员工|工人|工友|职工|村民|业主)|全体|员工|工人|工友|村民|职工"
)
NOUNS = {
    "学校": "中学|小学|学院|大学|幼儿园|学校",
    "校方": "中学|小学|学院|大学|幼儿园|学校",
    "医院": "医院|卫生院|卫生站|诊所|门诊",
    "厂方": "厂",
    "店方": "店|行|馆|部|公司",
    "店家": "店|行|馆|部|公司",
    "商家": "店|行|馆|部|公司|场",
    "单位": "",
    "用人单位": "",
    "企业": "公司|厂|企业",
    "物业": "物业",
    "工厂": "厂",
}


def pieces(text: str) -> tuple[str, ...]:
    """Return the names joined in a text: 甲公司、李四 are two; what stands in brackets is left out."""
    bare = BRACKET.sub("", text).strip()
    return tuple(part.strip() for part in JOINED.split(bare) if part.strip())


def means_party(case: Case, text: str) -> bool:
    """Say whether words mean one who signs, or several who all do."""
    bare = BRACKET.sub("", text).strip()
    if not bare or bare in party_names(case):
        return True
    parts = pieces(text)
    return all(_means(case, part) for part in parts) if len(parts) > 1 else _means(case, bare)


def _means(case: Case, word: str) -> bool:
    names = party_names(case)
    if word in names or any(len(name) >= 2 and name in word for name in names):
        return True
    if PRONOUN.fullmatch(word):
        return True
    if CREW.fullmatch(word):
        return any(is_group(party) for party in case.parties) or len(case.parties) > 2
    bodies = [party.name for party in case.parties if is_organisation(party) or party.uscc]
    return sum(_short_for(word, name) for name in bodies) == 1


def _short_for(word: str, name: str) -> bool:
    """Say whether a word is a usual short form of an organisation's name."""
    if word in NOUNS:
        return re.search(NOUNS[word], name) is not None
    if len(word) < 2 or not name:
        return False
    return name.endswith(word) or _in_order(word, name)


def _in_order(word: str, name: str) -> bool:
    """Say whether a word's characters stand in a name in order: 保险公司 in 海晏财产保险股份有限公司."""
    rest = iter(name)
    return all(char in rest for char in word)


NEXT = re.compile(r"[于应须自在一向将赔支补返偿给同负与、，。；：（的对承不收可按]|和(?!好|解|睦|气|平|谐)|$")
"""What stands after a name of two characters, which may else begin a word: 何严于, not 何严肃."""

# --- near misses --------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def sounds(char: str) -> frozenset[str]:
    """Return the readings of a character, without tones; those of 䶮 and 严 meet in yan."""
    from pypinyin import Style, pinyin  # late: its tables take 0.2 s to load; a start does not need them

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def sounds_like(written: str, name: str) -> bool:
    """Say whether a text is a name mistyped: as long, begun alike, one or two characters homophones."""
    if written == name or len(written) != len(name) or not _may_begin(written[0], name[0]):
        return False
    apart = [(one, other) for one, other in zip(written, name, strict=True) if one != other]
    return len(apart) <= 3 and all(sounds(one) & sounds(other) for one, other in apart)


def _may_begin(char: str, first: str) -> bool:
    """Say whether a name may begin so: with its own character, or a traditional one for a simplified."""
    return char == first or (_is_rare(char) != _is_rare(first) and bool(sounds(char) & sounds(first)))


def _is_rare(char: str) -> bool:
    """Say whether a character is none of the 6763 usual simplified ones (GB 2312)."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def near_misses(case: Case, text: str) -> Iterator[tuple[str, str]]:
    """Return (what is written, the name it nearly is); of two characters only where one of them is rare."""
    known = party_names(case)
    begun: dict[str, list[str]] = {}
    for name in sorted(known):
        if len(name) >= 2:
            begun.setdefault("" if _is_rare(name[0]) else name[0], []).append(name)
    names = tuple(name for some in begun.values() for name in some)
    for place, char in enumerate(text):
        for name in names if _is_rare(char) else (*begun.get(char, ()), *begun.get("", ())):
            written = text[place : place + len(name)]
            told = len(name) > 2 or (any(map(_is_rare, written + name)) and NEXT.match(text, place + 2))
            if told and written not in known and sounds_like(written, name):
                yield written, name
