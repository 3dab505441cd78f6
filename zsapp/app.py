"""The entry point (入口): hands the words to the terminal door or opens the window; doors stay strangers."""

import sys
from collections.abc import Sequence

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
    if call.run is not None:
        return run(call)
    start_log(call.home)
    from zsapp.screens.window import open_window  # no verb needs a screen, so Qt loads only for the window

    return open_window(call.home, training=call.training, today=call.today)


if __name__ == "__main__":
    sys.exit(main())
