#!/bin/sh
# Rebuilds resources/fonts from the public packages and compares every file with resources/fonts/SHA256SUMS.
#   sh installer/make_fonts.sh [--write]     --write puts the rebuilt files (and their sums) into resources/fonts
# Needs npm, apt packages fonts-hanazono and fonts-babelstone-han, and a Python with fonttools (the .venv has it).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
fonts="$here/resources/fonts"
python="$here/.venv/bin/python"
[ -x "$python" ] || python=python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/out"

for name in noto-serif-sc noto-sans-sc; do
    (cd "$work" && npm pack --silent "@expo-google-fonts/$name@0.4.3" >/dev/null && mkdir "$name" \
        && tar xzf "expo-google-fonts-$name-0.4.3.tgz" -C "$name")
done
cp "$work/noto-serif-sc/package/400Regular/NotoSerifSC_400Regular.ttf" "$work/out/NotoSerifSC-400.ttf"
cp "$work/noto-serif-sc/package/700Bold/NotoSerifSC_700Bold.ttf" "$work/out/NotoSerifSC-700.ttf"
cp "$work/noto-sans-sc/package/400Regular/NotoSansSC_400Regular.ttf" "$work/out/NotoSansSC-400.ttf"
cp "$work/noto-sans-sc/package/700Bold/NotoSansSC_700Bold.ttf" "$work/out/NotoSansSC-700.ttf"
cp "$work/noto-serif-sc/package/LICENSE_FONT" "$work/out/OFL-NotoSerifSC.txt"
cp "$work/noto-sans-sc/package/LICENSE_FONT" "$work/out/OFL-NotoSansSC.txt"
cp /usr/share/fonts/truetype/hanazono/HanaMinB.ttf "$work/out/HanaMinB.ttf"
gzip -dc /usr/share/doc/fonts-hanazono/README.txt.gz >"$work/out/HanaMin-README.txt"
cp /usr/share/doc/fonts-hanazono/copyright "$work/out/HanaMin-LICENSE.txt"
# The Arphic licence text, verbatim, out of Debian's copyright file.
sed -n '/^License: arphic-public-license$/,/^License: CC-BY-SA-3.0/p' /usr/share/doc/fonts-babelstone-han/copyright \
    | sed '1d;$d;s/^ \.$//;s/^ //' >"$work/out/ARPHICPL.txt"

"$python" - "$work/out" <<'EOF'
"""Cut BabelStone Han down to the ideographs that the other fonts lack; the same bytes every time."""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

out = Path(sys.argv[1])
IDEOGRAPHS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x2A6DF), (0x2A700, 0x2EE5D),
              (0x2F800, 0x2FA1D), (0x30000, 0x323AF)]
wanted = {c for first, last in IDEOGRAPHS for c in range(first, last + 1)}
for name in ("NotoSerifSC-400.ttf", "HanaMinB.ttf"):
    wanted -= set(TTFont(out / name, lazy=True).getBestCmap())
options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"],
                         drop_tables=["DSIG", "GDEF", "GPOS", "GSUB", "BASE", "vhea", "vmtx", "meta", "FFTM"])
font = subset.load_font("/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf", options)
cutter = subset.Subsetter(options)
cutter.populate(unicodes=wanted)
cutter.subset(font)
# Arphic Public License 2(a): a prominent notice of how and when the font was changed.
font["name"].setName("Changed 2026-11-24 for zsapp: cut down to the ideographs that Noto Serif SC and HanaMinB "
                     "lack; layout tables and hinting removed. ARPHIC PUBLIC LICENSE, see ARPHICPL.txt.",
                     10, 3, 1, 0x409)
subset.save_font(font, str(out / "BabelStoneHan-rare.ttf"), options)
EOF

(cd "$work/out" && LC_ALL=C sha256sum -- * >../SHA256SUMS)
if [ "${1:-}" = "--write" ]; then
    cp "$work/out"/* "$work/SHA256SUMS" "$fonts/"
    echo "written: $fonts"
fi
if cmp -s "$work/SHA256SUMS" "$fonts/SHA256SUMS"; then
    (cd "$fonts" && sha256sum -c --quiet SHA256SUMS) && echo "fonts: the same as the packages give"
else
    diff "$fonts/SHA256SUMS" "$work/SHA256SUMS" || true
    echo "fonts: DIFFERENT from what the packages give" >&2
    exit 1
fi
