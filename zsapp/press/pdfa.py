"""The archival file (PDF/A-3b, 长期保存): the drawn paper with metadata, colour profile and attached data.

ISO 19005-3, level B. The attachment holds only what is printed on these pages (decision 11). The same paper
gives the same bytes. Refuses to know: forms, layout.
"""

import functools
import io
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from zsapp.base.canonical import canonical
from zsapp.base.clock import CHINA
from zsapp.base.paths import shipped

ATTACHMENT = "record.json"
PRODUCER = "zsapp"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{dates}<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
DATES = "<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>"


@functools.cache
def _profile() -> bytes:
    """Return the sRGB profile, ICC version 2 as PDF/A readers of every age take it."""
    return Path(shipped("resources") / "icc" / "sRGB2014.icc").read_bytes()


def archival(
    drawn: bytes, *, title: str, attachment: dict[str, Any] | None, made_at: datetime | None
) -> bytes:
    """Return a drawn PDF as PDF/A-3b; undated when `made_at` is None (blank forms)."""
    import pikepdf  # start-up time: only when a paper is made

    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:  # reportlab writes an empty page transition, which PDF/A forbids
                del page.obj["/Trans"]
        _declare(pdf, pikepdf)
        if attachment is not None:
            _attach(pdf, pikepdf, canonical(attachment), made_at)
        _date(pdf, pikepdf, title, made_at)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
        return out.getvalue()


def _declare(pdf: Any, pikepdf: Any) -> None:
    """Say what the colours mean and in which language the text is."""
    profile = pdf.make_stream(_profile())
    profile.N = 3
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = pikepdf.String("zh-CN")


def _attach(pdf: Any, pikepdf: Any, content: bytes, made_at: datetime | None) -> None:
    """Attach the data of these pages, associated with the whole document."""
    spec = pikepdf.AttachedFileSpec(
        pdf,
        content,
        filename=ATTACHMENT,
        description=ATTACHMENT,
        mime_type="application/json",
        creation_date="",
        mod_date=_pdf_date(made_at) if made_at else "",
        relationship=pikepdf.Name.Data,
    )
    pdf.attachments[ATTACHMENT] = spec
    pdf.Root.AF = pikepdf.Array([pdf.Root.Names.EmbeddedFiles.Names[1]])


def _date(pdf: Any, pikepdf: Any, title: str, made_at: datetime | None) -> None:
    """Write title and dates, the same in the document's two places for them."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Producer"] = PRODUCER
    dates = ""
    if made_at:
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = _pdf_date(made_at)
        dates = DATES.format(at=made_at.astimezone(CHINA).isoformat(timespec="seconds"))
    text = XMP.format(title=escape(title), producer=PRODUCER, dates=dates)
    metadata = pdf.make_stream(text.encode())
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = metadata


def _pdf_date(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("D:%Y%m%d%H%M%S+08'00'")
