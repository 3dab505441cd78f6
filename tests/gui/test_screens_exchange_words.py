"""The exchange in words: sticks, time left, how far everything has come."""

from datetime import UTC, datetime

from zsapp.screens.exchange.words import mark_lines, stick_words, time_left


def test_the_time_left_is_told_once_it_is_more_than_a_guess():
    assert time_left(10, 100, 1) == ""
    assert time_left(0, 100, 30) == ""
    assert time_left(100, 100, 30) == ""
    assert time_left(50, 100, 10) == "大约还要 10 秒"
    assert time_left(99, 100, 10) == "大约还要 1 秒"
    assert time_left(10, 100, 30) == "大约还要 5 分钟"


def test_a_stick_is_told_by_name_place_and_room(tmp_path):
    class Stick:
        path, label, free = tmp_path, "", 14_200_000_000

    assert stick_words(Stick()) == f"U盘（{tmp_path}），剩余 14.2 GB"
    Stick.label, Stick.free = "ZS1", 700_400_000
    assert stick_words(Stick()) == f"ZS1（{tmp_path}），剩余 700 MB"


def test_what_has_arrived_rests_on_an_acknowledgement():
    class Mark:
        seq, at = 7, datetime(2026, 3, 9, 1, 5, tzinfo=UTC)

    lines = mark_lines({"exported": Mark(), "town_applied": Mark()})
    assert [one.words for one in lines] == [
        "已导出：到第 7 条",
        "镇已收：还没有",
        "镇已入库：到第 7 条",
        "市已入库：还没有",
    ]
    assert [one.more for one in lines] == ["3月9日 09:05", "", "3月9日 09:05，以收到的回执为准", ""]
