"""Pages as images and as text; what is no paper is said to be none."""

import io

import pikepdf
import pytest

from tests.papers import acceptance
from zsapp.base.errors import Code, Trouble
from zsapp.press.raster import page_count, page_images, page_text
from zsapp.press.seal import read_document


def locked() -> bytes:
    """Return a PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


NO_PAPERS = {
    "nothing": b"",
    "a letter": "一封信".encode(),
    "only the beginning": b"%PDF-1.7\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a file with a password": locked(),
}


@pytest.mark.parametrize("what", NO_PAPERS)
@pytest.mark.parametrize(
    "read", [page_count, page_text, read_document, lambda document: page_images(document, dpi=96)]
)
def test_what_is_no_paper_is_said_so(read, what):
    with pytest.raises(Trouble) as trouble:
        read(NO_PAPERS[what])
    assert trouble.value.code is Code.PAPER_UNREADABLE
    assert trouble.value.remedy


@pytest.mark.parametrize("dpi", [20, 29, 31, 33, 97])
def test_an_image_has_a_byte_for_each_of_its_pixels(dpi):
    (image,) = page_images(acceptance("F03", "C01").pdf, dpi=dpi)
    assert (image.width / dpi, image.height / dpi) == pytest.approx((8.27, 11.69), abs=1 / dpi + 0.01)
    assert len(image.gray) == image.width * image.height
    margin = [image.gray[row * image.width] for row in range(image.height)]
    assert set(margin) == {255}


def test_some_pages_of_a_paper_can_be_drawn_alone():
    document = acceptance("F09", "C03").pdf
    assert page_count(document) == 4
    second, third = page_images(document, dpi=30, pages=range(1, 3))
    assert [second, third] == list(page_images(document, dpi=30))[1:3]


def test_the_text_of_all_pages_is_read_in_order():
    text = page_text(acceptance("F09", "C03").pdf)
    assert 0 <= text.find("第1页") < text.find("第2页") < text.find("第3页") < text.find("第4页")
