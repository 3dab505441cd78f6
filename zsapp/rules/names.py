"""Names of people (姓名): which characters they are made of, and what older systems wrote instead.

Names are kept exactly as entered (decision 7); what is said here is offered as a correction, never applied in
silence. Standard: brief V12; GB 18030-2005 and -2022 for the private-use characters of the older table.
"""

import re

HAN = (
    "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1f\U00030000-\U000323af"
)
"""Chinese characters for a regular expression's class: main block, compatibility, extensions A to I, 〇."""

DOT = "·"
DOTS = re.compile(f"(?<=[{HAN}])[•・‧．.﹒∙⋅᛫ㆍ](?=[{HAN}])")
"""Marks that stand for the middle dot U+00B7 of ethnic names (GB 18030 A1A4) between two characters."""

OLD_PRIVATE = str.maketrans(
    {
        "\ue816": "\U00020087",
        "\ue817": "\U00020089",
        "\ue818": "\U000200cc",
        "\ue81e": "龴",
        "\ue826": "龵",
        "\ue82b": "龶",
        "\ue82c": "龷",
        "\ue831": "\U000215d7",
        "\ue832": "龸",
        "\ue83b": "\U0002298f",
        "\ue843": "龹",
        "\ue854": "龺",
        "\ue855": "\U000241fe",
        "\ue863": "䶮",
        "\ue864": "龻",
    }
)
"""Private-use characters under which older systems stored real ones (GB 18030-2000), 䶮 among them."""

NAME = re.compile(f"[{HAN}]+(?:{DOT}[{HAN}]+)*")
SHORTEST, LONGEST = 2, 50
NUMBERS = re.compile(r"[0-9０-９]+(?:[-－—][0-9０-９]+)*")
"""The figures of an address."""


def normalise_name(text: str) -> str:
    """Return a name with its middle dots and old private-use characters put right, outer blanks gone."""
    return DOTS.sub(DOT, text.strip().translate(OLD_PRIVATE))


def name_fault(text: str) -> str:
    """Return what is wrong with a Chinese person's name (V12), or the empty text; a blank one has none."""
    name = text.strip()
    if not name:
        return ""
    if not SHORTEST <= len(name) <= LONGEST:
        return f"姓名应为{SHORTEST}至{LONGEST}个字"
    if NAME.fullmatch(name):
        return ""
    if NAME.fullmatch(normalise_name(name)):
        return f"姓名中的间隔号应为“{DOT}”，或有旧系统的自造字，可一键改正"
    strange = next(char for char in name if not re.match(f"[{HAN}{DOT}]", char) or char == DOT)
    return f"姓名中“{strange}”不是汉字"


def private_use(char: str) -> bool:
    """Say whether a character is of the private-use areas (自造字), which look different on every machine."""
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"


def masked_number(text: str) -> str:
    """Return a number of a person with its middle covered: 442***********9914."""
    if len(text) <= 7:
        return "*" * len(text)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def masked_address(text: str) -> str:
    """Return an address as lists show it, the numbers of house and room covered: 龙瑞村南巷**号."""
    return NUMBERS.sub("**", text)


def masked_name(name: str) -> str:
    """Return a name with all but its first character covered: 何*, 欧*** (for lists that are put up)."""
    return name[:1] + "*" * (len(name) - 1)
