"""People's numbers (证件号码): identity documents, credit codes, telephones, and what a number tells.

Every fault is one plain Chinese sentence, or the empty text. Never says who a number belongs to, and does not
reject on the area digits 3–6 of a resident number: old and abolished areas exist.
Standards: GB 11643-1999 (resident number), GB 32100-2015 (credit code), GB 11714-1997 (organisation code),
国办发〔2018〕81号 (residence permits 81, 82, 83); the travel permits and passports by the brief, V3–V6.
"""

import re
from collections.abc import Callable
from datetime import date

PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
        *("71", "81", "82", "83"),
    )
)
RESIDENCE_PREFIXES = ("810000", "820000", "830000")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DIGITS = frozenset("0123456789")
EARLIEST = date(1900, 1, 1)

NARROW = {0xFF01 + n: 0x21 + n for n in range(94)}
"""Full-width letters, digits and signs to the ordinary ones."""

BLANKS = re.compile(r"[\s　\-‐-―－]")
LONG_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
BIRTH_CERTIFICATE = re.compile(r"[A-Z][0-9]{9}")
HOME_PERMIT = re.compile(r"[HM](?:[0-9]{8}(?:[0-9]{2})?|[A-Z][0-9]{7})")
TAIWAN_PERMIT = re.compile(r"[0-9]{8}|[0-9]{10}(?:\([A-Z]\)|[A-Z])?")
OLD_RESIDENT_FOREIGNER = re.compile(r"[A-Z]{3}[0-9]{12}")
CHINESE_PASSPORT = re.compile(r"E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|G[0-9]{8}")
FOREIGN_PASSPORT = re.compile(r"[A-Z0-9]{5,17}")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(?:0[0-9]{2,3}-?)?[0-9]{7,8}")
BEYOND = re.compile(
    r"(?:\+|00)?(?:85[23][2-9][0-9]{7}|8860?[2-9][0-9]{7,8})|(?:\+|00)(?!85[23]|886)[1-9][0-9]{6,14}"
)
"""Telephones of Hong Kong (852), Macao (853) and Taiwan (886), and of abroad with + or 00 before them."""
SERVICE_NUMBER = re.compile(r"[0-9]{3,5}")
BRACKETS = re.compile(r"[-()]")
POSTCODE = re.compile(r"[0-9]{6}")


def normalise_number(text: str) -> str:
    """Return a number as it is compared: full-width made narrow, blanks and hyphens gone, letters capital."""
    return BLANKS.sub("", text.translate(NARROW)).upper()


def person_number(text: str) -> str:
    """Return the number by which a person is known: of an old home permit without the count of its issues."""
    tidy = normalise_number(text)
    return tidy[:9] if HOME_PERMIT.fullmatch(tidy) and len(tidy) == 11 else tidy


def _all_digits(text: str) -> bool:
    return all(char in DIGITS for char in text)


def resident_check_digit(first17: str) -> str:
    """Return the 18th character that GB 11643 asks for."""
    return "10X98765432"[sum(weight * int(char) for weight, char in zip(WEIGHTS, first17, strict=True)) % 11]


def credit_check_character(first17: str) -> str:
    """Return the 18th character that GB 32100 asks for."""
    total = sum(CREDIT_CHARACTERS.index(char) * pow(3, n, 31) for n, char in enumerate(first17))
    return CREDIT_CHARACTERS[(31 - total % 31) % 31]


def birth_in(number: str) -> date | None:
    """Return the day of birth in an 18-character number, None when there is none."""
    tidy = normalise_number(number)
    if not LONG_NUMBER.fullmatch(tidy):
        return None
    try:
        return date(int(tidy[6:10]), int(tidy[10:12]), int(tidy[12:14]))
    except ValueError:
        return None


def sex_in(number: str) -> str:
    """Return 男 or 女 as the 17th digit of a resident number or residence permit says, or the empty text."""
    tidy = normalise_number(number)
    if not LONG_NUMBER.fullmatch(tidy) or tidy[:2] not in PROVINCES:
        return ""
    return "男" if int(tidy[16]) % 2 else "女"


def age_on(birth: date, day: date) -> int:
    """Return the age in full years (周岁) on a day; negative before the birth."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def identity_fault(
    id_type: str, number: str, *, birth: date | None = None, sex: str = "", today: date
) -> str:
    """Return what is wrong with the number of a document, or the empty text; a blank number has no fault.

    Args:
        id_type: The label of the code list id_type; an unknown or empty one is guessed from the number.
        number: As typed.
        birth: Day of birth recorded beside it, to be held against the number's.
        sex: 男 or 女 recorded beside it.
        today: No birth may lie after it.
    """
    tidy = normalise_number(number)
    if not tidy:
        return ""
    return FAULTS.get(id_type.strip(), _guessed_fault)(tidy, today) or _conflict(tidy, birth, sex)


def _conflict(tidy: str, birth: date | None, sex: str) -> str:
    told = birth_in(tidy)
    if birth and told and told != birth:
        return f"号码中的出生日期是{_day(told)}，与填写的{_day(birth)}不一致"
    told_sex = sex_in(tidy)
    if sex in ("男", "女") and told_sex and told_sex != sex:
        return f"号码表示性别为{told_sex}，与填写的{sex}不一致"
    return ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def length_fault(tidy: str, length: int) -> str:
    """Return 少1位，应为18位 or the like, or the empty text."""
    short = length - len(tidy)
    if short == 0:
        return ""
    return f"{'少' if short > 0 else '多'}{abs(short)}位，应为{length}位"


def _shape_fault(tidy: str) -> str:
    if len(tidy) == 15 and _all_digits(tidy):
        return "15位的一代证号已停用，请填写18位号码"
    if fault := length_fault(tidy, 18):
        return fault
    for place, char in enumerate(tidy, start=1):
        if not (char in DIGITS or (place == 18 and char == "X")):
            return f"第{place}位“{char}”应为数字{'或X' if place == 18 else ''}"
    return ""


def _checked_fault(tidy: str, today: date) -> str:
    """Hold the birth date and check digit, which several documents share."""
    born = birth_in(tidy)
    if born is None:
        return f"第7至14位“{tidy[6:14]}”不是实有的日期"
    if not EARLIEST <= born <= today:
        return f"出生日期{_day(born)}不合常理"
    return "" if tidy[17] == resident_check_digit(tidy[:17]) else "校验码不对，可能有一位抄错，请逐位核对"


def resident_fault(tidy: str, today: date) -> str:
    """Return what is wrong with a resident number (居民身份证, V1), or the empty text."""
    if fault := _shape_fault(tidy):
        return fault
    if tidy[:2] not in PROVINCES:
        return f"前两位“{tidy[:2]}”不是省份代码"
    return _checked_fault(tidy, today)


def _residence_fault(prefixes: tuple[str, ...]) -> Callable[[str, date], str]:
    def fault(tidy: str, today: date) -> str:
        if wrong := _shape_fault(tidy):
            return wrong
        if tidy[:6] not in prefixes:
            return f"前六位应为{'、'.join(prefixes)}"
        return _checked_fault(tidy, today)

    return fault


def _foreigner_fault(tidy: str, today: date) -> str:
    if OLD_RESIDENT_FOREIGNER.fullmatch(tidy):
        return ""
    if not tidy.startswith("9"):
        return "应为9开头的18位号码，或旧证的3个字母加12位数字"
    return _shape_fault(tidy) or _checked_fault(tidy, today)


def _pattern_fault(pattern: re.Pattern[str], shape: str) -> Callable[[str, date], str]:
    def fault(tidy: str, _today: date) -> str:
        return "" if pattern.fullmatch(tidy) else shape

    return fault


def _free_fault(tidy: str, _today: date) -> str:
    return "" if len(tidy) <= 30 else "号码过长，最多30个字"


def _guessed_fault(tidy: str, today: date) -> str:
    """Hold a number of no stated document against what it looks like: digits against a resident number."""
    if tidy.startswith("9") and LONG_NUMBER.fullmatch(tidy):
        return _foreigner_fault(tidy, today)
    if len(tidy) >= 14 and sum(char in DIGITS for char in tidy) * 4 >= len(tidy) * 3:
        return "" if OLD_RESIDENT_FOREIGNER.fullmatch(tidy) else resident_fault(tidy, today)
    return _free_fault(tidy, today)


def uscc_fault(number: str) -> str:
    """Return what is wrong with a unified social credit code (统一社会信用代码, V7), or the empty text."""
    tidy = normalise_number(number)
    if not tidy:
        return ""
    if fault := length_fault(tidy, 18):
        return fault
    for place, char in enumerate(tidy, start=1):
        if char not in CREDIT_CHARACTERS:
            return f"第{place}位“{char}”不会出现在统一社会信用代码中（没有I、O、S、V、Z）"
    return "" if tidy[17] == credit_check_character(tidy[:17]) else "校验码不对，请与营业执照逐位核对"


def uscc_caution(number: str) -> str:
    """Return a caution when digits 9–17 fail the organisation code's own check (GB 11714), or the empty text.

    Some codes of old registers fail it and are real: never an error.
    """
    tidy = normalise_number(number)
    if not tidy or uscc_fault(tidy):
        return ""
    total = sum(
        ORGANISATION_CHARACTERS.index(char) * weight
        for char, weight in zip(tidy[8:16], ORGANISATION_WEIGHTS, strict=True)
    )
    wanted = "0123456789X0"[11 - total % 11]
    return "" if tidy[16] == wanted else "第9至17位的组织机构代码校验不符，请与营业执照核对"


def disability_fault(number: str, *, today: date) -> str:
    """Return what is wrong with a disability certificate number (残疾人证号, V8), or the empty text."""
    tidy = normalise_number(number)
    if not tidy:
        return ""
    bare = re.sub(r"B[0-9]$", "", tidy)
    if fault := length_fault(bare, 20) or resident_fault(bare[:18], today):
        return fault
    if bare[18] not in "1234567":
        return f"第19位“{bare[18]}”不是残疾类别（1至7）"
    return "" if bare[19] in "1234" else f"第20位“{bare[19]}”不是残疾等级（1至4）"


def phone_fault(number: str, *, personal: bool = False) -> str:
    """Return what is wrong with a telephone number (V9), or the empty text; `personal` bars short ones."""
    tidy = re.sub(r"[\s　]", "", number.translate(NARROW))
    bare = BRACKETS.sub("", tidy)
    if not tidy or any(one.fullmatch(bare) for one in (MOBILE, BEYOND)) or LANDLINE.fullmatch(tidy):
        return ""
    if SERVICE_NUMBER.fullmatch(tidy):
        return "应填写本人的电话号码" if personal else ""
    if _all_digits(bare) and bare.startswith("1") and len(bare) >= 9:
        return length_fault(bare, 11) or f"没有“{bare[:2]}”开头的手机号码"
    return "应为11位手机号码，或区号加7至8位固定电话"


def postcode_fault(number: str) -> str:
    """Return what is wrong with a postcode (V10), or the empty text; Zhongshan's begin with 5284."""
    tidy = normalise_number(number)
    return "" if not tidy or POSTCODE.fullmatch(tidy) else "应为6位数字"


PASSPORT = re.compile(f"{CHINESE_PASSPORT.pattern}|{FOREIGN_PASSPORT.pattern}")
FAULTS: dict[str, Callable[[str, date], str]] = {
    "居民身份证": resident_fault,
    "临时居民身份证": resident_fault,
    "户口簿": resident_fault,
    "出生医学证明": _pattern_fault(BIRTH_CERTIFICATE, "应为1个字母加9位数字"),
    "军官证": _free_fault,
    "武警警官证": _free_fault,
    "士兵证": _free_fault,
    "港澳居民来往内地通行证": _pattern_fault(HOME_PERMIT, "应为字母H（香港）或M（澳门）加8位数字"),
    "台湾居民来往大陆通行证": _pattern_fault(TAIWAN_PERMIT, "应为8位数字，旧证为10位数字"),
    "港澳台居民居住证": _residence_fault(RESIDENCE_PREFIXES),
    "港澳居民居住证": _residence_fault(RESIDENCE_PREFIXES[:2]),
    "台湾居民居住证": _residence_fault(RESIDENCE_PREFIXES[2:]),
    "外国人永久居留身份证": _foreigner_fault,
    "中国护照": _pattern_fault(CHINESE_PASSPORT, "应为E或G开头的9位号码"),
    "外国护照": _pattern_fault(FOREIGN_PASSPORT, "应为5至17位字母和数字"),
    "护照": _pattern_fault(PASSPORT, "应为5至17位字母和数字"),
    "统一社会信用代码": lambda tidy, _today: uscc_fault(tidy),
    "其他": _free_fault,
}
"""The validator of each document (brief L §5.8), by its label in the code list id_type."""
