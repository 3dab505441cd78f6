"""V12: names with rare characters and middle dots."""

import pytest

from zsapp.rules.names import masked_address, name_fault, normalise_name, private_use


@pytest.mark.parametrize(
    "name", ["何䶮", "陈𬱖", "古丽娜尔·艾合买提", "李㛃", "〇一", "", " 何䶮 ", "欧阳启明"]
)
def test_a_right_name_has_no_fault(name: str) -> None:
    assert name_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("何", "姓名应为2至50个字"),
        ("何" * 51, "姓名应为2至50个字"),
        ("Tom", "姓名中“T”不是汉字"),
        ("何?", "姓名中“?”不是汉字"),
        ("·何龙", "姓名中“·”不是汉字"),
        ("何\ue863", "姓名中的间隔号应为“·”，或有旧系统的自造字，可一键改正"),
        ("古丽•艾合买提", "姓名中的间隔号应为“·”，或有旧系统的自造字，可一键改正"),
    ],
)
def test_a_wrong_name_is_told(name: str, sentence: str) -> None:
    assert name_fault(name) == sentence


@pytest.mark.parametrize("dot", "•・‧．.·")
def test_every_dot_of_an_ethnic_name_becomes_the_middle_dot(dot: str) -> None:
    assert normalise_name(f"古丽娜尔{dot}艾合买提") == "古丽娜尔·艾合买提"


def test_a_dot_that_is_not_between_characters_is_left() -> None:
    assert normalise_name("J.何") == "J.何"


@pytest.mark.parametrize(
    ("old", "now"), [("\ue863", "䶮"), ("\ue81e", "龴"), ("\ue816", "𠂇"), ("\ue855", "𤇾")]
)
def test_an_old_private_character_becomes_the_real_one(old: str, now: str) -> None:
    assert normalise_name(f" 何{old}") == f"何{now}"


def test_private_use_is_known() -> None:
    assert private_use("\ue863")
    assert private_use("\U000f0001")
    assert not private_use("𬱖")


@pytest.mark.parametrize(
    ("address", "covered"),
    [
        ("沙溪镇云涧村南巷12号", "沙溪镇云涧村南巷**号"),
        ("A栋3-502室", "A栋**室"),
        ("云涧村", "云涧村"),
        ("", ""),
    ],
)
def test_lists_cover_the_numbers_of_houses(address: str, covered: str) -> None:
    assert masked_address(address) == covered
