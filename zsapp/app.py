"""The entry point (入口): hands the words to the terminal door or opens the window; doors stay strangers."""

import sys
from collections.abc import Sequence

from zsapp.base.bugs import note_bug
from zsapp.base.errors import Code, Trouble, ZsError
from zsapp.base.files import trouble_of
from zsapp.base.log import start_log
from zsapp.cli.main import parse, run
from zsapp.cli.output import complain, speak_chinese
from zsapp.cli.terminal import Call
from zsapp.cli.verbs_hub import HUB
from zsapp.screens.display import find_screen


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    speak_chinese(as_json="--json" in given)
    try:
        call = parse(given)
    except ZsError as error:
        return complain(error, as_json="--json" in given)
    try:
        return _hub(call) if call.run == HUB else run(call) if call.run is not None else _window(call)
    except ZsError as error:
        return complain(error, as_json=call.as_json)
    except KeyboardInterrupt:
        return complain(Trouble(Code.STOPPED), as_json=call.as_json)
    except OSError as fault:  # a place nobody below thought of asking for; the report says which
        note_bug(call.home, fault)
        return complain(trouble_of(fault, fault.filename or call.home), as_json=call.as_json)
    except Exception as bug:  # noqa: BLE001 -- nobody below took it: a number and a report, not a traceback
        return complain(note_bug(call.home, bug), as_json=call.as_json)


def _hub(call: Call) -> int:
    start_log(call.home)
    try:
        from zsapp.hub.serving import open_door  # its libraries are an extra, which a village does not have
    except ModuleNotFoundError as fault:
        raise Trouble(Code.HUB_EXTRA_MISSING) from fault
    return open_door(call)


def _window(call: Call) -> int:
    start_log(call.home)
    find_screen()
    from zsapp.screens.window import open_window  # no verb needs a screen: Qt loads only for the window

    return open_window(call.home, training=call.training, today=call.today)
