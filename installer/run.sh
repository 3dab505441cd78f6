#!/bin/sh
# 打开练习站；没有屏幕时走一遍演示，写到当前文件夹的 zsapp-demo。第一次运行先安装所需的一切。
# Opens the training station; without a screen runs the demo into ./zsapp-demo. Installs what it needs first.
#
# 用法 Usage: sh installer/run.sh [命令 a verb of zsapp, e.g. record list]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=installer/setup.sh
. "$here/setup.sh"

part=run
[ "${1:-}" != hub ] || part=hub # 联网接收另需几个程序包 the hub needs some packages more
prepare "$part"
if [ $# -eq 0 ]; then
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        say "正在打开练习站 Opening the training station"
        set -- --training
    else
        say "没有屏幕，走一遍演示 No screen: running the demo into ./zsapp-demo"
        set -- demo ./zsapp-demo
    fi
fi
exec "$venv/bin/python" -P -m zsapp "$@"
