"""Records in words (几件、几名): what a clerk counts is cases and people, not versions and entries."""

from collections.abc import Mapping

KINDS = {
    "mediation": "件案件",
    "legal_aid": "件法律援助申请",
    "person": "名人员",
}
"""What one counts of a sector; of everything else one says 份其他资料 together."""
OTHER = "份其他资料"


def counted(records: Mapping[str, int]) -> str:
    """Return how many records of each sector there are: 3 件案件、5 名人员."""
    told = [f"{records[sector]} {words}" for sector, words in KINDS.items() if records.get(sector)]
    rest = sum(count for sector, count in records.items() if sector not in KINDS)
    return "、".join([*told, *([f"{rest} {OTHER}"] if rest else [])])
