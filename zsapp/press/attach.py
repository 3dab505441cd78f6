"""The attachment of a paper (所附数据): the data of what is printed on its pages, read back."""

import io
from typing import Any

from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Trouble
from zsapp.press.pdfa import ATTACHMENT


def read_attachment(document: bytes) -> dict[str, Any] | None:
    """Return the data that a paper carries, None when it carries none.

    Raises:
        Trouble: PAPER_UNREADABLE when it is no PDF, DATA_UNREADABLE when what it carries is no JSON object.
    """
    import pikepdf  # start-up time: only when a paper is read

    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            if ATTACHMENT not in pdf.attachments:
                return None
            content = bytes(pdf.attachments[ATTACHMENT].get_file().read_bytes())
    except pikepdf.PdfError as fault:
        raise Trouble(Code.PAPER_UNREADABLE) from fault
    value = read_canonical(content)
    if not isinstance(value, dict):
        raise Trouble(Code.DATA_UNREADABLE)
    return value
