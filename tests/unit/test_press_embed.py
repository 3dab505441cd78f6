"""The text layer: what is drawn can be copied, names above U+FFFF too."""

import re

from zsapp.press.embed import BLOCK, to_unicode


def read_cmap(cmap: str) -> dict[int, str]:
    """Return the characters of a CMap as a reader of PDF sees them."""
    blocks = "".join(re.findall(r"beginbfchar\n(.*?)endbfchar", cmap, re.DOTALL))
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", blocks, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def test_characters_above_the_first_plane_are_surrogate_pairs():
    cmap = to_unicode(["", "陈", "𬱖", "㛃"])
    assert "<0002> <D873DC56>" in cmap
    assert read_cmap(cmap) == {1: "陈", 2: "𬱖", 3: "㛃"}


def test_a_block_has_at_most_a_hundred_entries():
    cmap = to_unicode(["", *(chr(0x4E00 + n) for n in range(256))])
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", cmap, re.DOTALL)
    assert [int(count) for count, _ in blocks] == [100, 100, 56]
    assert all(len(body.strip().split("\n")) == int(count) <= BLOCK for count, body in blocks)
    assert len(read_cmap(cmap)) == 256
