"""The QR of a paper (核验二维码): some bytes as a symbol, a picture or a line of text, and back.

Base45 (RFC 9285) in a QR symbol of level M: phones and offices read it, pens and stamps over a corner do not
stop it. What the bytes say and who signed them is not known here. Refuses to know: keys, records.
"""

import io
from typing import Any

from zsapp.base.errors import Code, Trouble
from zsapp.press.raster import page_images

PREFIX = "ZS1:"
"""Begins every text of ours; its characters are in the QR alphabet."""
BLANK = "#"
"""Stands for the blank of the alphabet where people read or type a text; no other text has it."""
LIMIT = 512
"""Bytes beyond which the symbol would not fit the corner of a page at a module that prints and scans well."""
QUIET = 4
"""Light modules around a symbol (ISO 18004)."""
SCAN_DPI = 200
MASK = 0
"""The mask of every symbol: signed bytes look like noise, so searching for the best of eight (14 ms, half of
a whole paper) gains nothing; a test reads hundreds back."""


def seal_text(content: bytes) -> str:
    """Return bytes as the line of text that the symbol holds.

    Raises:
        Trouble: SEAL_TOO_LONG.
    """
    import base45  # start-up time: only when a paper is sealed

    if len(content) > LIMIT:
        raise Trouble(Code.SEAL_TOO_LONG, length=len(content), limit=LIMIT)
    return PREFIX + str(base45.b45encode(content), "ascii")


def read_text(text: str) -> bytes:
    """Return the bytes of a line of text, as scanned by any reader or typed.

    Raises:
        Trouble: SEAL_UNREADABLE.
    """
    import base45  # start-up time: only when a paper is checked

    body = "".join(text.split("\n")).replace("\r", "").strip().upper().replace(BLANK, " ")
    if not body.startswith(PREFIX):
        raise Trouble(Code.SEAL_UNREADABLE)
    try:
        return bytes(base45.b45decode(body[len(PREFIX) :]))
    except ValueError as fault:
        raise Trouble(Code.SEAL_UNREADABLE) from fault


def symbol(content: bytes) -> tuple[bytes, ...]:
    """Return the rows of a symbol, 1 dark and 0 light, without the light border.

    Raises:
        Trouble: SEAL_TOO_LONG.
    """
    made = _make(content)
    return tuple(bytes(1 if module else 0 for module in row) for row in made.matrix)


def picture(content: bytes, *, scale: int = 6) -> bytes:
    """Return a symbol as a PNG file with its light border.

    Raises:
        Trouble: SEAL_TOO_LONG.
    """
    out = io.BytesIO()
    _make(content).save(out, kind="png", scale=scale, border=QUIET)
    return out.getvalue()


def _make(content: bytes) -> Any:
    import segno  # start-up time: only when a paper is sealed

    return segno.make(seal_text(content), error="m", micro=False, boost_error=False, mask=MASK)


def read_picture(image: bytes) -> tuple[bytes, ...]:
    """Return what our symbols in a picture file (PNG, JPEG …) hold; none when there is none.

    Raises:
        Trouble: SEAL_UNREADABLE when it is no picture or a symbol of ours is damaged.
    """
    from PIL import Image, UnidentifiedImageError  # start-up time: only when a photograph is checked

    try:
        with Image.open(io.BytesIO(image)) as opened:
            gray = opened.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as fault:
        raise Trouble(Code.SEAL_UNREADABLE) from fault
    return _found(gray)


def read_document(document: bytes) -> tuple[bytes, ...]:
    """Return what our symbols on the pages of a PDF hold.

    Raises:
        Trouble: PAPER_UNREADABLE, SEAL_UNREADABLE.
    """
    from PIL import Image  # start-up time: only when a paper is checked

    found: list[bytes] = []
    for page in page_images(document, dpi=SCAN_DPI):
        found += _found(Image.frombytes("L", (page.width, page.height), page.gray))
    return tuple(found)


def _found(gray: Any) -> tuple[bytes, ...]:
    import zxingcpp  # start-up time: only when a paper is checked

    symbols = zxingcpp.read_barcodes(gray, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return tuple(read_text(one.text) for one in symbols if one.text.startswith(PREFIX))
