"""What 今日 says of backups (备份提醒): too old, no stick, not given back yet, two machines with one key."""

from collections.abc import Iterator
from datetime import date, timedelta

from zsapp.records.store import Store
from zsapp.rules.station import StationProfile
from zsapp.rules.todo import Duty
from zsapp.services.backups import Backups, BackupStatus
from zsapp.services.epochs import Epochs
from zsapp.services.giving_back import GivingBack

PAGE = "backup"
SETTLED = timedelta(days=7)
"""How long a new station is left alone before it is asked where its backups shall go."""


class BackupDuties:
    """A source of 今日."""

    def __init__(self, store: Store, profile: StationProfile) -> None:
        """Ask how a station's backups and its journal stand."""
        self._backups, self._epochs, self._giving_back = Backups(store), Epochs(store), GivingBack(store)
        self._since = None if profile.training else profile.since

    def duties(self, today: date) -> Iterator[Duty]:
        """Return the lines of a day."""
        standing = self._epochs.standing()
        if standing.stopped:
            yield _duty("现在只能查看，不能登记", "到“备份”页看怎么办")
        if standing.waiting is not None:
            yield _duty("恢复以后还没有收到上级的补发", standing.waiting.remedy)
        for fork in self._giving_back.forks():
            if fork.open:
                yield _duty(f"{fork.name}疑有两台电脑在用同一份数据", "联系核实后，到“备份”页处理")
        status = self._backups.status()
        if status.late:
            yield _duty(*_late(status))
        elif status.due and not status.there:
            yield _duty("今天的备份还没有做", f"请插好备份用的U盘（{status.place}），会自动备份")
        if not status.place and self._since is not None and today - self._since >= SETTLED:
            yield _duty("还没有选备份放在哪里", "电脑坏了就找不回来：到“备份”页选一个U盘")


def _late(status: BackupStatus) -> tuple[str, str]:
    title = f"已经{status.days}天没有备份" if status.days is not None else "还没有做过备份"
    return title, "到“备份”页现在备份" if status.there else f"请插好备份用的U盘（{status.place}）"


def _duty(title: str, what: str) -> Duty:
    return Duty(pressing="backup", what=what, title=title, page=PAGE)
