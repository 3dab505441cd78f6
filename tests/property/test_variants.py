"""Folding: a text is compared by the plain form of each of its characters."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from zsapp.base.paths import shipped
from zsapp.records.variants import TABLE, folded, read_families

FAMILIES = read_families(shipped("resources") / "tables" / TABLE)
USUAL = st.sampled_from("张甲〔2026〕第1号：Ａ１，　“羅”、黃…①é\u0301ﾊﾞ㈱①Ⅳ㎡가ﬁİẞ")


@given(st.text(st.characters(exclude_categories=["Cs"]) | USUAL | st.sampled_from([*map(chr, FAMILIES)])))
def test_a_text_is_compared_by_the_plain_forms_of_its_characters(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text).lower()
    assert folded(text) == plain.translate(FAMILIES)
