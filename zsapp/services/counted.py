"""Records in words (几件、几名): what a clerk counts is cases and people, not versions and entries."""

from collections.abc import Mapping

from zsapp.rules.front_desk import SERVICES

KINDS = {
    "mediation": "件案件",
    "legal_aid": "件法律援助申请",
    "person": "名人员",
}
"""What one counts of a sector."""
DESK, OTHER = "条服务记录", "份其他资料"
"""What one says of the services of the front desk together, and of everything else."""


def counted(records: Mapping[str, int]) -> str:
    """Return how many records of each sector there are: 3 件案件、5 名人员."""
    told = [f"{records[sector]} {words}" for sector, words in KINDS.items() if records.get(sector)]
    served = sum(count for sector, count in records.items() if sector in SERVICES)
    rest = sum(count for sector, count in records.items() if sector not in KINDS and sector not in SERVICES)
    told += [f"{count} {words}" for count, words in ((served, DESK), (rest, OTHER)) if count]
    return "、".join(told)
