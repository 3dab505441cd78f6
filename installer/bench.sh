#!/bin/sh
# 测速：每个比值都在同一次运行里与对照量出。请在空闲的电脑上运行。
# Measures: every ratio against its floor in the same run. Best on an idle machine.
#
# 用法 Usage: sh installer/bench.sh [pytest 的参数 arguments of pytest]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=installer/setup.sh
. "$here/setup.sh"

prepare tests
cd -- "$top"
export QT_QPA_PLATFORM=offscreen
exec "$venv/bin/pytest" -p no:randomly -p no:cacheprovider --benchmark-disable-gc -rA tests/bench "$@"
