"""People from Hong Kong, Macao and Taiwan on paper: name, address, telephone and document as they are."""

from dataclasses import replace
from datetime import date

import pytest

from tests.papers import bare, case_of, flowing, paper
from zsapp.rules.mediation_paper import paper_case
from zsapp.rules.mediation_parts import Guardian

HONG_KONG = {
    "name": "陳嘉慧",
    "id_type": "港澳居民来往内地通行证",
    "id_no": "H00009901",
    "phone": "",
    "phone_hk": "+852 9123 4567",
    "region": "中国香港",
    "address": "香港九龍旺角彌敦道(示例)12號A室",
    "birth": date(1980, 5, 1),
    "age": 45,
    "sex": "女",
}
TAIWAN = {
    "name": "黃俊偉",
    "id_type": "台湾居民来往大陆通行证",
    "id_no": "00099001",
    "phone": "+886 912 345 678",
    "region": "中国台湾",
    "address": "臺北市大安區(示例)路3號5樓之1",
}


@pytest.mark.parametrize("told", [HONG_KONG, TAIWAN])
def test_documents_telephones_and_traditional_characters_stand_as_they_were_typed(told):
    case = case_of("C01")
    parties = (replace(case.parties[0], **told), *case.parties[1:])
    drawn = paper_case(replace(case, parties=parties))
    application, agreement = (flowing(paper(form, drawn, "draft")) for form in ("F02", "F09"))
    for name in ("name", "address", "phone" if told["phone"] else "phone_hk"):
        assert bare(told[name]) in application, name
        assert bare(told[name]) in agreement, name
    assert f"{told['id_type']}{told['id_no']}" in agreement


def test_a_guardian_from_hong_kong_has_a_document_and_no_identity_card():
    case = case_of("C01")
    guardian = Guardian(name="陳大文", relation="父亲", id_no="H00009902", phone="+852 9123 4567")
    parties = (replace(case.parties[0], guardians=(guardian,)), *case.parties[1:])
    shown = bare(flowing(paper("F09", paper_case(replace(case, parties=parties)), "draft")))
    assert "证件号码H00009902" in shown
    assert "身份证号码H00009902" not in shown
