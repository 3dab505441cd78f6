"""The QR of a paper: bytes to symbol, picture and text, and back."""

import io
import random

import pytest
from PIL import Image, ImageFilter

from zsapp.base.errors import Code, Trouble
from zsapp.press.seal import LIMIT, PREFIX, picture, read_picture, read_text, seal_text, symbol


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 -- test data, no secret


@pytest.mark.parametrize("size", [1, 64, 160, 240, 320, LIMIT])
def test_bytes_come_back_from_the_picture_and_the_text(size):
    content = noise(size)
    assert read_picture(picture(content)) == (content,)
    assert read_text(f"  {seal_text(content).lower()} \n") == content


@pytest.mark.parametrize("seed", range(40))
def test_the_fixed_mask_is_always_readable(seed):
    content = noise(160 + seed, seed)
    assert read_picture(picture(content, scale=4)) == (content,)


def test_a_photograph_turned_blurred_and_compressed_is_still_read():
    content = noise(160)
    with Image.open(io.BytesIO(picture(content, scale=5))) as made:
        page = Image.new("L", (900, 900), 230)
        page.paste(made.convert("L"), (200, 300))
    bent = page.rotate(11, fillcolor=200, resample=Image.Resampling.BICUBIC).filter(
        ImageFilter.GaussianBlur(1.2)
    )
    out = io.BytesIO()
    bent.save(out, "JPEG", quality=40)
    assert read_picture(out.getvalue()) == (content,)


def test_a_symbol_is_a_square_of_modules():
    rows = symbol(noise(160))
    assert {len(row) for row in rows} == {len(rows)}
    assert set(b"".join(rows)) == {0, 1}
    assert symbol(noise(160)) == rows


def test_more_than_fits_the_corner_is_refused():
    with pytest.raises(Trouble) as trouble:
        symbol(noise(LIMIT + 1))
    assert trouble.value.code is Code.SEAL_TOO_LONG


def test_a_page_without_our_symbol_gives_nothing():
    out = io.BytesIO()
    Image.new("L", (200, 200), 255).save(out, "PNG")
    assert read_picture(out.getvalue()) == ()


def test_a_stranger_s_symbol_is_not_ours():
    import segno

    out = io.BytesIO()
    segno.make("HTTPS://EXAMPLE.CN", error="m").save(out, kind="png", scale=6)
    assert read_picture(out.getvalue()) == ()


@pytest.mark.parametrize("text", ["", "hello", PREFIX + "A", PREFIX + "::::", PREFIX + "ÄÖ"])
def test_text_that_is_no_seal_is_said_so(text):
    with pytest.raises(Trouble) as trouble:
        read_text(text)
    assert trouble.value.code is Code.SEAL_UNREADABLE


@pytest.mark.parametrize("image", [b"", b"no picture", picture(noise(8))[:60]])
def test_what_is_no_picture_is_said_so(image):
    with pytest.raises(Trouble) as trouble:
        read_picture(image)
    assert trouble.value.code is Code.SEAL_UNREADABLE
