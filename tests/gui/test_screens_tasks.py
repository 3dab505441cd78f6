"""The lane: result, refusal and bug each arrive on the UI thread; a pause starts anew."""

import threading

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.screens.errands import ignore
from zsapp.screens.tasks import Inline, Lane, Share


@pytest.fixture
def lane(qtbot):
    made = Lane()
    yield made
    made.close()


def test_a_result_comes_back_to_the_ui_thread(qtbot, lane):
    came = []
    here = threading.get_ident()
    with qtbot.waitSignal(lane.idle):
        lane.run(threading.get_ident, lambda there: came.append((there, threading.get_ident())), ignore)
        assert lane.busy
    assert came[0][0] != here
    assert came[0][1] == here
    assert not lane.busy


def test_a_refusal_comes_back_to_the_ui_thread(qtbot, lane):
    came = []

    def refuse():
        raise Refusal(Code.REASON_MISSING)

    with qtbot.waitSignal(lane.idle):
        lane.run(refuse, ignore, lambda error: came.append((error.code, threading.get_ident())))
    assert came == [(Code.REASON_MISSING, threading.get_ident())]


def test_a_bug_is_raised_on_the_ui_thread(qtbot, lane):
    with qtbot.captureExceptions() as bugs, qtbot.waitSignal(lane.idle):
        lane.run(lambda: {}["nothing"], ignore, ignore)
    assert [kind for kind, _, _ in bugs] == [KeyError]


def test_errands_are_done_one_by_one_in_their_order(qtbot, lane):
    done = []
    with qtbot.waitSignal(lane.idle):
        for number in range(20):
            lane.run(lambda it=number: it, done.append, ignore)
    assert done == list(range(20))


def test_a_pause_starts_anew_and_can_be_forgotten(qtbot, lane):
    called = []
    lane.later("draft", 5_000, lambda: called.append("early"))
    lane.later("draft", 1, lambda: called.append("draft"))
    lane.later("check", 1, lambda: called.append("check"))
    lane.stop("check")
    qtbot.waitUntil(lambda: called == ["draft"])


def test_the_lane_of_the_tests_does_everything_at_once():
    tasks, came = Inline(), []

    def refuse():
        raise Refusal(Code.REASON_MISSING)

    tasks.run(lambda: 1, came.append, ignore)
    tasks.run(refuse, ignore, lambda error: came.append(error.code))
    tasks.later("a", 10, lambda: came.append("later"))
    tasks.later("b", 10, lambda: tasks.later("a", 10, lambda: came.append("again")))
    tasks.stop("nothing")
    tasks.settle()
    assert came == [1, Code.REASON_MISSING, "later"]
    tasks.close()
    tasks.settle()
    assert came[-1] == "later"


def test_a_closed_share_of_the_lane_does_its_errands_and_calls_nobody_back():
    tasks, came = Inline(), []
    share = Share(tasks)
    share.run(lambda: 1, came.append, ignore)
    share.later("a", 10, lambda: came.append("later"))
    share.later("b", 10, lambda: came.append("never"))
    share.stop("b")
    tasks.settle()
    assert came == [1, "later"]
    share.later("c", 10, lambda: came.append("too late"))
    share.close()
    share.run(lambda: came.append("done all the same"), lambda _none: came.append("back"), ignore)
    tasks.settle()
    assert came == [1, "later", "done all the same"]


def test_a_closed_lane_finishes_what_is_under_way_and_calls_nobody_back(qtbot):
    lane, done, back = Lane(), [], []
    lane.run(lambda: done.append(1), back.append, ignore)
    lane.later("draft", 1, lambda: back.append("pause"))
    lane.close()
    with qtbot.waitSignal(lane.idle):
        pass
    assert (done, back) == ([1], [])
