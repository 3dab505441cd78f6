# shellcheck shell=sh
# 共用部分：查缺、安装、建立运行环境。run.sh、test.sh、bench.sh 用它，不单独运行。
# Shared part: finds what is missing, installs it, makes the environment. Used by the scripts beside it.
#
# prepare run|hub|tests    afterwards $venv/bin holds everything. Exit 3: something is missing that we may not install.
# Messages go to stderr, so that what the program prints stays clean. $here is set by the script that reads this.

unset PYTHONPATH PYTHONHOME
: "${here:?run one of the scripts beside this file}"
top=$(dirname -- "$here")
data=${XDG_DATA_HOME:-${HOME:-/root}/.local/share}/zsapp
lock=$here/requirements.lock

# Qt: offscreen, then a screen, then printing (measured on a bare Debian 12).
run_packages='libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
    libxkbcommon-x11-0 libwayland-cursor0 libwayland-egl1 libcups2 cups-client'
# A screen to draw on, a window manager, a typist with two input methods, page images, a stick in a file,
# a database and a browser for the hub, the linter of these scripts.
test_packages='xvfb openbox xdotool dbus fcitx5 fcitx5-pinyin ibus ibus-libpinyin
    postgresql chromium chromium-driver poppler-utils imagemagick exfat-fuse exfatprogs fuse3 git shellcheck'

say() {
    printf '%s\n' "$@" >&2
}

stop() {
    say "$@"
    exit 3
}

# Prints those of the named packages that the system lacks. Where there is no dpkg nothing can be told.
missing_of() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' | awk -v wanted="$*" '
        /^installed / {
            sub(/^installed /, ""); gsub(/\([^)]*\)|,/, " ")
            for (i = split($0, names, " "); i > 0; i--) here[names[i]] = 1
        }
        END {
            for (i = split(wanted, names, " "); i > 0; i--) if (!(names[i] in here)) print names[i]
        }'
}

# Sets $python to a Python this program runs on, or to the empty text.
find_python() {
    for python in python3 python3.11 python3.12 python3.13; do
        if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            return 0
        fi
    done
    python=
}

# Installs system packages, as root or through sudo after asking; otherwise lists them and stops.
install_packages() {
    become=
    if [ "$(id -u)" -ne 0 ]; then
        if ! { [ -t 0 ] && command -v sudo >/dev/null 2>&1; }; then
            stop "缺少以下系统软件包，请让管理员安装后再运行：" \
                "These system packages are missing; please have them installed and run again:" "  $*"
        fi
        say "需要安装以下系统软件包 These system packages are needed:" "  $*"
        printf '用 sudo 安装吗？Install them with sudo? [y/N] ' >&2
        read -r answer
        case $answer in
            y | Y | yes | 是) become=sudo ;;
            *) stop "没有安装。请装好以上软件包后再运行。Nothing was installed." ;;
        esac
    fi
    command -v apt-get >/dev/null 2>&1 || stop "没有 apt-get，请自行安装 No apt-get; please install: $*"
    say "正在用 apt 安装系统软件包 Installing system packages with apt:" "  $*"
    $become apt-get update -q </dev/null >&2 || say "软件包目录没有更新成功，用现有的 Using the old package lists."
    $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" </dev/null >&2 ||
        stop "系统软件包没有装上，请检查网络后再运行。System packages could not be installed: $*"
}

prepare_system() {
    wanted=$run_packages
    [ "$1" = tests ] && wanted="$wanted $test_packages"
    # shellcheck disable=SC2086 # a list of words
    missing=$(missing_of $wanted)
    find_python
    [ -n "$python" ] || missing="$missing python3 python3-venv"
    if [ -n "$python" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        missing="$missing python3-venv"
    fi
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086 # a list of words
        install_packages $missing
        find_python
    fi
    [ -n "$python" ] || stop "需要 Python 3.11 到 3.13。Python 3.11 to 3.13 is needed."
}

# Prints the locked packages of a part: all of the file, or what stands above its line "# tests" or "# hub".
locked() {
    case $1 in
        tests) cat -- "$lock" ;;
        hub) sed '/^# tests/,$d' "$lock" ;;
        *) sed '/^# hub/,$d' "$lock" ;;
    esac
}

# Prints one word for everything the environment was made from.
stamp_of() {
    { locked "$1" && cat -- "$top/pyproject.toml" && printf '%s\n' "$top" "$venv"; } | sha256sum | cut -d ' ' -f 1
}

prepare_environment() {
    if [ -w "$top" ]; then
        venv=$top/.venv
    else
        venv=$data/venv
    fi
    stamp=$(stamp_of "$1")
    if [ "$(cat -- "$venv/.stamp-$1" 2>/dev/null)" = "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null; then
        return 0
    fi
    if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        say "正在建立运行环境 Making the Python environment: $venv"
        "$python" -m venv --clear "$venv" >&2 || stop "运行环境没有建成。The environment could not be made."
    fi
    locked "$1" >"$venv/locked.txt"
    say "正在安装 Python 程序包（版本固定，共 $(grep -c == "$venv/locked.txt") 个，第一次需要几分钟）" \
        "Installing Python packages (fixed versions, see installer/requirements.lock)"
    if ! pip install --no-deps --only-binary :all: -r "$venv/locked.txt" ||
        ! pip install --quiet --no-deps --no-build-isolation -e "$top"; then
        stop "程序包没有装上，请检查网络后再运行。Python packages could not be installed."
    fi
    "$venv/bin/python" -c 'import PySide6.QtWidgets' >&2 ||
        stop "缺少窗口所需的系统库 The window's system libraries are missing; on Debian:" "  $run_packages"
    printf '%s\n' "$stamp" >"$venv/.stamp-$1"
    say "已装好。Installed."
}

pip() {
    "$venv/bin/python" -m pip --no-input --disable-pip-version-check "$@" </dev/null >&2
}

prepare() {
    prepare_system "$1"
    prepare_environment "$1"
}
