"""V1 to V10 of the brief: every listed number, and what a number tells."""

from datetime import date

import pytest

from zsapp.rules.people import (
    FAULTS,
    age_on,
    birth_in,
    disability_fault,
    identity_fault,
    normalise_number,
    person_number,
    phone_fault,
    postcode_fault,
    sex_in,
    uscc_caution,
    uscc_fault,
)
from zsapp.services.tables import shipped_tables

TODAY = date(2026, 11, 24)
RESIDENT, PERMIT = "居民身份证", "港澳台居民居住证"
HOME, TAIWAN, FOREIGNER = "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证"

VALID = [
    *((RESIDENT, one) for one in ("450881198703169972", "442000199205089980", "442000201410039982")),
    *(("临时居民身份证", one) for one in ("450881198703169972",)),
    *(("户口簿", one) for one in ("442000201410039982",)),
    *((PERMIT, one) for one in ("810000198506129977", "82000019910203998X", "830000197708199999")),
    ("港澳居民居住证", "810000198506129977"),
    ("台湾居民居住证", "830000197708199999"),
    (RESIDENT, "810000198506129977"),
    *((HOME, one) for one in ("H00009901", "M00009902", "H0000990301", "HA0000001")),
    *((TAIWAN, one) for one in ("00099001", "00099002", "0009900301B", "0009900301(B)", "0009900301")),
    *((FOREIGNER, one) for one in ("94484019880505997X", "944826197501319988", "USA440099000101")),
    *(("中国护照", one) for one in ("E00099001", "EA0099002", "G00099003")),
    *(("外国护照", one) for one in ("AB123", "L898902C3")),
    *(("护照", one) for one in ("E00099001", "L898902C3")),
    ("出生医学证明", "T440099001"),
    ("统一社会信用代码", "91442000MA9XXX003Q"),
    ("军官证", "军字第0099001号"),
    ("其他", "随便什么"),
    ("没有这种证件", "随便什么"),
    ("", "442000199205089980"),
    ("", "94484019880505997X"),
    ("", "USA440099000101"),
    ("", "H00009901"),
    (RESIDENT, ""),
]
FAULTY = [
    (RESIDENT, "450881198703169973", "校验码不对，可能有一位抄错，请逐位核对"),
    (RESIDENT, "442000202602308889", "第7至14位“20260230”不是实有的日期"),
    (RESIDENT, "44200019920508998", "少1位，应为18位"),
    (RESIDENT, "4420001992050899801", "多1位，应为18位"),
    (RESIDENT, "442000920508998", "15位的一代证号已停用，请填写18位号码"),
    (RESIDENT, "44200092050899X", "少3位，应为18位"),
    (RESIDENT, "4420001992O5089980", "第11位“O”应为数字"),
    (RESIDENT, "44200019920508998A", "第18位“A”应为数字或X"),
    (RESIDENT, "182000199205089980", "前两位“18”不是省份代码"),
    (RESIDENT, "442000209905089980", "出生日期2099年5月8日不合常理"),
    (RESIDENT, "442000189905089980", "出生日期1899年5月8日不合常理"),
    (PERMIT, "810000198506129978", "校验码不对，可能有一位抄错，请逐位核对"),
    (PERMIT, "840000198506129977", "前六位应为810000、820000、830000"),
    (PERMIT, "81000019850612997", "少1位，应为18位"),
    ("港澳居民居住证", "830000197708199999", "前六位应为810000、820000"),
    ("台湾居民居住证", "810000198506129977", "前六位应为830000"),
    *(
        (HOME, one, "应为字母H（香港）或M（澳门）加8位数字")
        for one in ("K00009901", "H0000990", "HH00009901")
    ),
    *((TAIWAN, one, "应为8位数字，旧证为10位数字") for one in ("T0099001", "0009900", "000990 01X")),
    (FOREIGNER, "944840198805059971", "校验码不对，可能有一位抄错，请逐位核对"),
    (FOREIGNER, "944840198813059977", "第7至14位“19881305”不是实有的日期"),
    (FOREIGNER, "US440099000101", "应为9开头的18位号码，或旧证的3个字母加12位数字"),
    (FOREIGNER, "94484019880505997", "少1位，应为18位"),
    *(("中国护照", one, "应为E或G开头的9位号码") for one in ("E0009900", "EI0099002", "200099001")),
    ("外国护照", "A1", "应为5至17位字母和数字"),
    ("护照", "护照A1", "应为5至17位字母和数字"),
    ("出生医学证明", "440099001", "应为1个字母加9位数字"),
    ("统一社会信用代码", "91442000MA9XXX003A", "校验码不对，请与营业执照逐位核对"),
    ("其他", "长" * 31, "号码过长，最多30个字"),
    ("", "44200019920508998", "少1位，应为18位"),
    ("", "944840198805059971", "校验码不对，可能有一位抄错，请逐位核对"),
]


@pytest.mark.parametrize(("id_type", "number"), VALID)
def test_a_right_number_has_no_fault(id_type: str, number: str) -> None:
    assert identity_fault(id_type, number, today=TODAY) == ""


@pytest.mark.parametrize(("id_type", "number", "sentence"), FAULTY)
def test_a_wrong_number_is_told_in_one_sentence(id_type: str, number: str, sentence: str) -> None:
    assert identity_fault(id_type, number, today=TODAY) == sentence


def test_every_document_of_the_code_list_has_its_validator() -> None:
    assert {one.text for one in shipped_tables().codes["id_type"]} == set(FAULTS)


@pytest.mark.parametrize(
    "typed",
    [
        "４４２０００１９９２０５０８９９８０",
        "442000 19920508 9980",
        "442000-19920508-9980",
        "442000－19920508—9980",
    ],
)
def test_a_number_is_compared_without_its_dress(typed: str) -> None:
    assert normalise_number(typed) == "442000199205089980"
    assert identity_fault(RESIDENT, typed, today=TODAY) == ""


def test_a_small_x_counts() -> None:
    assert identity_fault(PERMIT, "82000019910203998x", today=TODAY) == ""
    assert identity_fault(PERMIT, "８２０００００１９９１０２０３９９８ｘ"[1:], today=TODAY) != ""


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        ("450881198703169972", date(1987, 3, 16), "男"),
        ("442000199205089980", date(1992, 5, 8), "女"),
        ("82000019910203998X", date(1991, 2, 3), "女"),
        ("94484019880505997X", date(1988, 5, 5), ""),
        ("442000202602308889", None, "女"),
        ("44200019920508998", None, ""),
        ("H00009901", None, ""),
        ("", None, ""),
    ],
)
def test_a_number_tells_birth_and_sex(number: str, birth: date | None, sex: str) -> None:
    assert birth_in(number) == birth
    assert sex_in(number) == sex


def test_birth_and_sex_are_held_against_the_number() -> None:
    number = "442000199205089980"
    told = identity_fault(RESIDENT, number, birth=date(1992, 5, 9), today=TODAY)
    assert told == "号码中的出生日期是1992年5月8日，与填写的1992年5月9日不一致"
    assert identity_fault(RESIDENT, number, sex="男", today=TODAY) == "号码表示性别为女，与填写的男不一致"
    assert identity_fault(RESIDENT, number, birth=date(1992, 5, 8), sex="女", today=TODAY) == ""
    assert identity_fault(RESIDENT, number, sex="未说明的性别", today=TODAY) == ""
    assert identity_fault(HOME, "H00009901", birth=date(1992, 5, 8), sex="男", today=TODAY) == ""


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1968, 3, 15), date(2026, 3, 14), 57),
        (date(1968, 3, 15), date(2026, 3, 15), 58),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 2), date(2026, 3, 1), -1),
    ],
)
def test_age_is_counted_in_full_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    "code",
    [
        *("91442000MA9XXX003Q", "31440000MD9XXX127G", "54442000MF9XXX239Y", ""),
        *("91442000MA0TEXT12N", "91442000MA0TEXT20H", "９１４４２０００ma0text39e"),
    ],
)
def test_a_right_credit_code_has_no_fault(code: str) -> None:
    assert uscc_fault(code) == ""
    assert uscc_caution(code) == ""


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91442000MA9XXX003A", "校验码不对，请与营业执照逐位核对"),
        ("9144200OMA9XXX003Q", "第8位“O”不会出现在统一社会信用代码中（没有I、O、S、V、Z）"),
        ("91442000MA9XXX00", "少2位，应为18位"),
    ],
)
def test_a_wrong_credit_code_is_told(code: str, sentence: str) -> None:
    assert uscc_fault(code) == sentence
    assert uscc_caution(code) == ""


def test_an_organisation_code_that_fails_its_own_check_is_a_caution_only() -> None:
    code = "91442000MA9XXX000F"
    assert uscc_fault(code) == ""
    assert uscc_caution(code) == "第9至17位的组织机构代码校验不符，请与营业执照核对"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        *((one, "") for one in ("44200019690811998643", "44200019480213997131", "44200020141003998252", "")),
        ("44200019690811998643B1", ""),
        ("44200019690811998683", "第19位“8”不是残疾类别（1至7）"),
        ("44200019690811998645", "第20位“5”不是残疾等级（1至4）"),
        ("44200019690811998743", "校验码不对，可能有一位抄错，请逐位核对"),
        ("4420001969081199864", "少1位，应为20位"),
    ],
)
def test_a_disability_number_holds_a_resident_number(number: str, sentence: str) -> None:
    assert disability_fault(number, today=TODAY) == sentence


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        *((one, "") for one in ("13900000101", "0760-88800001", "076088800001", "88800001", "12348", "")),
        *((one, "") for one in ("138 0000 0101", "１３９００００００１０１"[:11], "139-0000-0101")),
        *((one, "") for one in ("+852 9123 4567", "852-91234567", "00852 91234567", "+853 6612 3456")),
        *(
            (one, "")
            for one in ("+886 912 345 678", "+886-2-2345-6789", "886(0)912345678", "+44 20 7946 0018")
        ),
        ("+852 1123 456", "应为11位手机号码，或区号加7至8位固定电话"),
        ("12900000101", "没有“12”开头的手机号码"),
        ("1390000010", "少1位，应为11位"),
        ("139000001011", "多1位，应为11位"),
        ("0760-8880", "应为11位手机号码，或区号加7至8位固定电话"),
        ("无", "应为11位手机号码，或区号加7至8位固定电话"),
    ],
)
def test_a_telephone_number_is_a_mobile_a_landline_or_a_service(number: str, sentence: str) -> None:
    assert phone_fault(number) == sentence


def test_an_old_home_permit_is_known_without_the_count_of_its_issues() -> None:
    assert person_number("h0000990301") == person_number("H00009903") == "H00009903"
    assert person_number("0009900301B") == "0009900301B"


def test_a_person_has_no_service_number() -> None:
    assert phone_fault("12348", personal=True) == "应填写本人的电话号码"
    assert phone_fault("13900000101", personal=True) == ""


def test_a_postcode_has_six_digits() -> None:
    assert (postcode_fault("528400"), postcode_fault(""), postcode_fault("52840")) == ("", "", "应为6位数字")
