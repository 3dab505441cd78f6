"""Which backups are kept, and when the day's is due: by the journal's order, never by a wild clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsapp.rules.generations import Generation, Keeping, days_without, is_due, spent

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def of_days(*days: int) -> list[Generation]:
    """Return a backup of noon of each day, each later in the journal."""
    return [Generation(str(day), 1, at, NOON + timedelta(days=day)) for at, day in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "keeping", "kept"),
    [
        ((0,), Keeping(newest=0, days=0, weeks=0, months=0), {"0"}),
        ((0, 1, 2), Keeping(newest=2, days=0, weeks=0, months=0), {"1", "2"}),
        ((0, 1, 2), Keeping(newest=1, days=2, weeks=0, months=0), {"1", "2"}),
        ((0, 1, 7, 8), Keeping(newest=1, days=1, weeks=2, months=0), {"1", "8"}),
        ((0, 30, 60), Keeping(newest=1, days=1, weeks=1, months=2), {"30", "60"}),
    ],
)
def test_the_last_of_each_day_week_and_month_is_kept(
    days: tuple[int, ...], keeping: Keeping, kept: set[str]
) -> None:
    found = of_days(*days)
    gone = spent(found, keeping)
    assert {one.name for one in found} - set(gone) == kept
    assert list(gone) == sorted(gone, key=int), "oldest first"


def test_a_backup_of_a_clock_gone_wild_does_not_push_the_others_out() -> None:
    wild = Generation("wild", 1, 1, NOON + timedelta(days=30_000))
    later = Generation("later", 1, 2, NOON)
    assert spent([wild, later], Keeping(newest=1, days=0, weeks=0, months=0)) == ("wild",)


def test_a_new_epoch_is_later_than_any_entry_of_the_one_before() -> None:
    before, after = Generation("1", 1, 900, NOON), Generation("2", 2, 1, NOON - timedelta(days=1))
    assert spent([after, before], Keeping(newest=1, days=0, weeks=0, months=0)) == ("1",)


@given(
    st.lists(st.integers(0, 800), min_size=1, max_size=40),
    st.builds(Keeping, st.integers(0, 3), st.integers(0, 9), st.integers(0, 5), st.integers(0, 14)),
)
def test_the_last_backup_is_never_dropped_and_dropping_twice_drops_nothing_more(
    days: list[int], keeping: Keeping
) -> None:
    found = of_days(*sorted(days))
    gone = spent(found, keeping)
    assert found[-1].name not in gone
    left = [one for one in found if one.name not in gone]
    assert spent(left, keeping) == ()


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NOON, True),
        (NOON, NOON, False),
        (NOON - timedelta(hours=18), NOON, False),  # yesterday at six, due at five
        (NOON - timedelta(hours=20), NOON, True),  # yesterday at four
        (NOON, NOON + timedelta(hours=4), False),  # four in the afternoon
        (NOON, NOON + timedelta(hours=5), True),  # five
        (NOON + timedelta(days=1), NOON, True),  # it lies ahead of the clock
    ],
)
def test_the_days_backup_is_due_at_its_hour(last: datetime | None, now: datetime, due: bool) -> None:
    assert is_due(last, now, 17) is due


@pytest.mark.parametrize(
    ("last", "days"), [(None, None), (NOON + timedelta(seconds=1), None), (NOON - timedelta(hours=50), 2)]
)
def test_how_long_ago_the_last_one_was(last: datetime | None, days: int | None) -> None:
    assert days_without(last, NOON) == days
