#!/bin/sh
# 检查并测试整个程序：格式、规范、类型、依赖方向、无用代码，然后全部测试。第一次运行先安装所需的一切。
# Checks and tests the whole program, cheapest first. Installs what it needs first.
#
# 用法 Usage: sh installer/test.sh [--long] [pytest 的参数 arguments of pytest, e.g. tests/unit -k money]
#   --long  加上耗时的测试 adds the long suites (10,000 kills, fuzzing for minutes)
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=installer/setup.sh
. "$here/setup.sh"

marks='not long'
if [ "${1:-}" = --long ]; then
    marks='long or not long'
    shift
fi
prepare tests
cd -- "$top"
bin=$venv/bin
export QT_QPA_PLATFORM=offscreen
no_cache=
if [ ! -w "$top" ]; then # a read-only checkout: what the tools remember goes where we may write
    export RUFF_CACHE_DIR="$data/cache/ruff" MYPY_CACHE_DIR="$data/cache/mypy"
    export COVERAGE_FILE="$data/cache/coverage" HYPOTHESIS_STORAGE_DIRECTORY="$data/cache/hypothesis"
    no_cache=1
fi

step() {
    say "== $*"
    "$@" >&2
}

step shellcheck -x installer/*.sh
step "$bin/ruff" format --check --quiet .
step "$bin/ruff" check --quiet .
step "$bin/mypy" --no-error-summary
step "$bin/lint-imports" ${no_cache:+--no-cache}
step "$bin/vulture"
[ $# -gt 0 ] || set -- --cov=zsapp --cov-report= # the floors are those of the whole suite
say "== pytest"
exec "$bin/pytest" -q -n 2 --dist worksteal -m "$marks" ${no_cache:+-p no:cacheprovider} "$@"
