"""Settings (本机设置): what this machine alone needs to know: its printer, its window, its last stick.

What the paper needs to know (station name, code, seal holder) is a record (`rules/station.py`). There is no
third home. A setting that cannot be read is left at its default: no setting may keep a clerk from the desk.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from zsapp.base.canonical import Plain, read_canonical
from zsapp.base.errors import Refusal, Trouble
from zsapp.base.files import read_whole, write_whole
from zsapp.base.items import LINE, Thing, item, items
from zsapp.base.plain import from_plain, to_plain

logger = logging.getLogger(__name__)

RENAMED: dict[str, str] = {}
"""Old key of the file → its key of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Thing):
    """The settings of this machine."""

    scale: int = item("字号", unit="%", minimum=100, maximum=150, default=100)
    printer: str = item("打印机", verbatim=True, maximum=LINE)
    last_stick: str = item("上次使用的U盘", verbatim=True, maximum=4000)
    backup_folder: str = item("备份文件夹", verbatim=True, maximum=4000)
    backup_hour: int = item("每天备份的时间", unit="点", minimum=0, maximum=23, default=17)
    backup_days: int = item("备份保留天数", unit="天", minimum=1, maximum=365, default=7)
    backup_weeks: int = item("备份保留周数", unit="周", minimum=0, maximum=53, default=4)
    backup_months: int = item("备份保留月数", unit="个月", minimum=0, maximum=120, default=12)
    backup_remind: int = item("多少天没有备份就提醒", unit="天", minimum=1, maximum=90, default=3)
    hub: str = item("上级地址", verbatim=True, maximum=LINE)
    hub_pin: str = item("上级网站证书的指纹", maximum=LINE)
    window_width: int = item("窗口宽度", unit="像素", minimum=0, maximum=32_000, default=0)
    window_height: int = item("窗口高度", unit="像素", minimum=0, maximum=32_000, default=0)
    maximised: bool = item("窗口最大化", default=True)
    lock_minutes: int = item("无人操作自动锁定", unit="分钟", minimum=1, maximum=240, default=15)


def settings_file(home: Path) -> Path:
    """Return where the settings of a data folder lie."""
    return home / "settings.json"


def read_settings(home: Path) -> Settings:
    """Return the settings of a data folder; what is absent, damaged or out of range is at its default."""
    kept = _kept(settings_file(home))
    good: dict[str, Plain] = {}
    for one in items(Settings):
        if one.wire_key not in kept:
            continue
        given = {one.wire_key: kept[one.wire_key]}
        try:
            from_plain(Settings, given)
        except Refusal as refusal:
            logger.info("setting %s left at its default: %s", one.name, refusal.code.name)
            continue
        good |= given
    return from_plain(Settings, good)


def write_settings(home: Path, settings: Settings) -> None:
    """Save the settings; keys of a newer program are kept.

    Raises:
        Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched.
    """
    path = settings_file(home)
    known = {one.wire_key for one in items(Settings)}
    unknown = {key: value for key, value in _kept(path).items() if key not in known}
    text = json.dumps(unknown | to_plain(settings), ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(path, f"{text}\n".encode())


def _kept(path: Path) -> dict[str, Plain]:
    """Return what the file holds under today's keys; nothing when it is absent or damaged."""
    try:
        held = read_canonical(read_whole(path))
    except Trouble as trouble:
        logger.info("settings start at their defaults: %s", trouble.code.name)
        return {}
    if not isinstance(held, dict):
        return {}
    return {RENAMED.get(str(key), str(key)): value for key, value in held.items()}
