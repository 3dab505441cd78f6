"""The entry point (入口): hands the words to the terminal door or opens the window; doors stay strangers."""

import sys
from collections.abc import Sequence

from zsapp.base.bugs import note_bug
from zsapp.base.errors import ZsError
from zsapp.base.log import start_log
from zsapp.cli.main import parse, run
from zsapp.cli.output import complain


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    given = list(sys.argv[1:] if words is None else words)
    try:
        call = parse(given)
    except ZsError as error:
        return complain(error, as_json="--json" in given)
    try:
        if call.run is not None:
            return run(call)
        start_log(call.home)
        from zsapp.screens.window import open_window  # no verb needs a screen: Qt loads only for the window

        return open_window(call.home, training=call.training, today=call.today)
    except Exception as bug:  # noqa: BLE001 -- nobody below took it: a number and a report, not a traceback
        return complain(note_bug(call.home, bug), as_json=call.as_json)


if __name__ == "__main__":
    sys.exit(main())
