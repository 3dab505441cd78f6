"""The exchange in words: sticks, time left, how far everything has come."""

from datetime import UTC, datetime

from zsapp.screens.exchange.words import mark_lines, stick_words, time_left, way_lines


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
        epoch, seq, at = 1, 7, datetime(2026, 3, 9, 1, 5, tzinfo=UTC)

    lines = mark_lines({"exported": Mark(), "town_applied": Mark()}, "village")
    assert [one.words for one in lines] == [
        "已导出：到 3月9日 09:05 为止的",
        "镇已收：还没有",
        "镇已入库：导出过的全部",
        "市已入库：还没有",
    ]
    excepted = mark_lines({"exported": Mark(), "town_applied": Mark()}, "village", {"town"})[2]
    assert excepted.words == "镇已入库：导出过的全部，上面红字的除外"
    source = "以 3月9日 09:05 收到的回执为准，到第 7 笔登记为止"
    assert [one.more for one in lines] == ["到第 7 笔登记为止", "", source, ""]


def test_what_was_exported_after_the_last_acknowledgement_is_said_to_be_on_its_way():
    class Mark:
        epoch, at = 1, datetime(2026, 3, 9, 1, 5, tzinfo=UTC)

        def __init__(self, seq):
            self.seq = seq

    *_, city = mark_lines({"exported": Mark(9), "city_applied": Mark(7)}, "town")
    assert (city.words, city.tone) == ("市已入库：一部分，最近导出的还没有到", "amber")
    assert [one.words for one in mark_lines({}, "town")] == ["已导出：还没有", "市已入库：还没有"]
    assert [one.words for one in mark_lines({}, "city")] == ["已导出：还没有"]


def test_at_every_tier_it_is_said_how_the_stick_goes_there_and_back():
    for tier in ("village", "town", "city"):
        assert any("从U盘导入" in one.words for one in way_lines(tier))
