"""What the file of a case holds besides its papers (立卷): scanned documents, and who filed it for how long.

Kept in the record, so that the dossier is whole on every machine; no key of import files (brief §2.1, F00,
F14, F15). Refuses to know: the case, papers, pictures.
"""

from dataclasses import dataclass

from zsapp.base.items import LINE, SHORT, Thing, item

IDENTITY, EVIDENCE, RECEIPT, COURT, OTHER = "身份证明", "证据材料", "履行凭证", "司法确认材料", "其他材料"
"""Where in the dossier a scan belongs: the code list scan_place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan(Thing):
    """A document put into the dossier by hand: its place, what it is, its content's hash once it is scanned.

    One that lies there only on paper has no hash. First and last page are set where the clerk's own numbering
    is to stand in the index (起止页); without them it follows what lies before it.
    """

    place: str = item("在卷内的位置", codes="scan_place", maximum=SHORT)
    name: str = item("材料名称")
    evidence: int | None = item("对应的证据序号", minimum=0, maximum=9999)
    sha256: str = item("内容校验值", maximum=64)
    pages: int | None = item("页数", minimum=1, maximum=9999)
    first: int | None = item("起页", minimum=1, maximum=9999)
    last: int | None = item("止页", minimum=1, maximum=9999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Thing):
    """How the case was filed (立卷): 人民调解法 §27."""

    by: str = item("立卷人", verbatim=True, maximum=SHORT)
    checked_by: str = item("检查人", verbatim=True, maximum=SHORT)
    retention: str = item("保管期限", codes="retention", maximum=SHORT)
    remark: str = item("备注", maximum=LINE)
    note: str = item("卷宗情况说明", maximum=4000)
    shared_no: str = item("合卷卷号", maximum=SHORT)
