"""The binding: papers and pictures in one file, every page A4 and numbered, and what is no scan refused."""

import io

import pikepdf
import pytest
from PIL import Image, ImageChops

from tests.paper_samples import drawn
from tests.papers import bare, poppler
from zsapp.base.errors import Code, Refusal
from zsapp.press.binding import Part, bind, pages_of
from zsapp.press.raster import page_images, page_text

CORNER = (0, 0, 60, 40)
"""Where a sample picture is black: at its upper left."""


def picture(mode="RGB", form="JPEG", turn=1, size=(600, 400)):
    image = Image.new("RGB", size, "white")
    image.paste((0, 0, 0), CORNER)
    image = image.convert(mode)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turn
    image.save(out, form, exif=exif)
    return out.getvalue()


def foreign_pdf(size, *, count=1):
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=size)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def bound(*files, numbered=True):
    return bind([Part("材料", tuple(files), numbered=numbered)], title="卷宗")


def sizes(document):
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return [tuple(round(float(one)) for one in page.mediabox) for page in pdf.pages]


def seen(document, n=0):
    """Return the black part of a page, number left out: left, top, right, bottom in thirds of a mm."""
    (image,) = page_images(document, dpi=76.2, pages=range(n, n + 1))
    gray = Image.frombytes("L", (image.width, image.height), image.gray)
    gray.paste(255, (0, 0, gray.width, 50))
    return ImageChops.invert(gray.point(lambda value: 0 if value < 100 else 255)).getbbox()


def test_papers_keep_their_pages_and_get_numbers_from_one():
    document = bind(
        [
            Part("封面", (drawn("F00", "filed").pdf,), numbered=False),
            Part("人民调解协议", (drawn("F25", "late").pdf,)),
            Part("告知", (drawn("F17", "C08").pdf,)),
            Part("封底", (drawn("F15", "filed").pdf,), numbered=False),
        ],
        title="何䶮卷",
    )
    pages = [bare(one) for one in poppler(document).split("\f")]
    assert len(sizes(document)) == 5
    assert [page[-1] for page in pages[1:4]] == ["1", "2", "3"]
    assert pages[0].endswith("一案一卷")
    assert "督促履行通知书" in pages[1]
    assert "终止" in pages[3]


def test_the_number_stands_at_the_upper_right():
    document = bound(foreign_pdf((595.28, 841.89)))
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.docinfo["/Title"] == "卷宗"
    (image,) = page_images(document, dpi=72)
    gray = Image.frombytes("L", (image.width, image.height), image.gray)
    left, top, right, bottom = ImageChops.invert(gray).getbbox()
    assert left > 500
    assert right < 595 - 36
    assert bottom < 45
    assert top > 15


def test_each_part_is_found_in_the_outline_once():
    parts = [Part("照片", (picture(), picture())), Part("收条", (picture(),))]
    with pikepdf.open(io.BytesIO(bind(parts, title="卷"))) as pdf, pdf.open_outline() as outline:
        assert [str(one.title) for one in outline.root] == ["照片", "收条"]
        pages = [pdf.pages.index(pikepdf.Page(one.destination[0])) for one in outline.root]
    assert pages == [0, 2]


def test_the_same_parts_give_the_same_bytes():
    files = (picture(), foreign_pdf((300, 200)), drawn("F17", "C08").pdf)
    assert bound(*files) == bound(*files)


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("RGB", "JPEG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("RGBA", "PNG"),
        ("L", "PNG"),
        ("1", "PNG"),
        ("P", "PNG"),
    ],
)
def test_a_picture_of_every_kind_is_laid_on_a_page(mode, form):
    document = bound(picture(mode, form), numbered=False)
    assert sizes(document) == [(0, 0, 595, 842)]
    left, top, right, bottom = seen(document)
    assert abs(right - left - 1.5 * (bottom - top)) < 4
    assert left in range(88, 93)


def test_a_jpeg_is_kept_byte_for_byte():
    content = picture()
    with pikepdf.open(io.BytesIO(bound(content))) as pdf:
        assert pdf.pages[0].Resources.XObject.Im0.read_raw_bytes() == content


@pytest.mark.parametrize(
    ("turn", "corner"), [(1, "left top"), (3, "right bottom"), (6, "right top"), (8, "left bottom")]
)
def test_a_photograph_stands_upright_as_the_camera_was_held(turn, corner):
    document = bound(picture(turn=turn), numbered=False)
    left, top, right, bottom = seen(document)
    (image,) = page_images(document, dpi=76.2)
    across = "left" if left + right < image.width + 45 else "right"
    down = "top" if top + bottom < image.height else "bottom"
    assert f"{across} {down}" == corner


def test_a_transparent_picture_lies_on_white():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    assert seen(bound(out.getvalue(), numbered=False)) is None


@pytest.mark.parametrize("size", [(300, 200), (1200, 1700), (842, 595)])
def test_a_page_of_another_size_becomes_a4(size):
    assert sizes(bound(foreign_pdf(size, count=2))) == [(0, 0, 595, 842)] * 2


def test_a_turned_page_becomes_upright_a4():
    with pikepdf.open(io.BytesIO(drawn("F17", "C08").pdf)) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        out = io.BytesIO()
        pdf.save(out)
    document = bound(out.getvalue())
    assert sizes(document) == [(0, 0, 595, 842)]
    assert "终止" in page_text(document)


def test_who_waits_is_told_how_far_it_has_come():
    told = []
    bind(
        [Part("甲", (picture(),)), Part("乙", (picture(),))], title="", progress=lambda *now: told.append(now)
    )
    assert told == [(1, 2), (2, 2)]


def test_a_dossier_of_nothing_numbered_has_no_numbers():
    assert bare(poppler(bound(foreign_pdf((595.28, 841.89)), numbered=False))) == ""


@pytest.mark.parametrize("content", [b"", b"not a scan", b"%PDF-1.7 broken", b"\xff\xd8\xff\xe0cut short"])
def test_what_is_no_picture_and_no_pdf_is_refused(content):
    with pytest.raises(Refusal) as refused:
        pages_of(content, "坏文件.jpg")
    assert (refused.value.code, refused.value.facts["name"]) == (Code.SCAN_UNREADABLE, "坏文件.jpg")


def test_a_pdf_without_pages_is_refused():
    with pytest.raises(Refusal) as refused:
        pages_of(foreign_pdf((100, 100), count=0), "空.pdf")
    assert refused.value.code is Code.SCAN_UNREADABLE


@pytest.mark.parametrize(("content", "pages"), [(picture(), 1), (foreign_pdf((200, 300), count=3), 3)])
def test_a_scan_has_its_pages_counted(content, pages):
    assert pages_of(content, "好") == pages


@pytest.mark.parametrize("bent", [b"%PDF-1.7 broken", picture("RGBA", "PNG")[:-40], picture("CMYK")[:-200]])
def test_a_scan_that_went_bad_is_named_when_bound(bent):
    with pytest.raises(Refusal) as refused:
        bound(bent)
    assert refused.value.code is Code.SCAN_UNREADABLE
