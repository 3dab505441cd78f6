"""What the terminal door says (输出): one JSON document on stdout, or lines of plain Chinese.

With --json, people's text goes to stderr.
"""

import io
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TextIO

from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.files import disk_troubles
from zsapp.base.jsonable import jsonable

USAGE_CODES = (Code.USAGE, Code.PASSPHRASE_MISSING, Code.DATE_WRONG)
DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3
"""Exit codes, `cli.md`: the contract."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb returns: the JSON document, the lines for people, the exit code."""

    document: Any
    lines: tuple[str, ...] = ()
    exit: int = DONE


CHINESE = {"utf-8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "gb18030": "gb18030"}
"""The encodings of Chinese terminals, each widened to one that holds the rare characters of names too."""


def speak_chinese(*, as_json: bool) -> None:
    """Let stdout and stderr carry every character, whatever the locale; a JSON document is UTF-8 always."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = CHINESE.get(stream.encoding.lower(), "utf-8")
            wanted = "utf-8" if as_json and stream is sys.stdout else encoding
            stream.reconfigure(encoding=wanted, errors="backslashreplace")


def say(answer: Answer, *, as_json: bool) -> int:
    """Print an answer and return its exit code.

    Raises:
        Trouble: DISK_FULL, DISK_FAULT, when stdout is a file that takes no more.
    """
    if as_json:
        _write(sys.stdout, json.dumps(jsonable(answer.document), ensure_ascii=False, indent=1) + "\n")
    _write(sys.stderr if as_json else sys.stdout, "".join(f"{line}\n" for line in answer.lines))
    return answer.exit


def _write(stream: TextIO | None, text: str) -> None:
    """Write to a stream that may be closed, full, or read by somebody who has seen enough (`| head`)."""
    if stream is None:
        return
    with disk_troubles("标准输出"):
        try:
            stream.write(text)
            stream.flush()
        except OSError as fault:
            _silence(stream)
            if not isinstance(fault, BrokenPipeError):
                raise


def _silence(stream: TextIO) -> None:
    """Let what is left in a stream go nowhere, so that Python can end without complaining about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def said(error: ZsError) -> dict[str, Any]:
    """Return an error as JSON: code, number for the telephone, sentence, remedy, field, law and its facts."""
    return {
        "code": error.code.name,
        "number": error.code.value.number,
        "message": str(error),
        "remedy": error.remedy,
        "field": error.field,
        "law": error.law,
        "facts": {key: jsonable(value) for key, value in error.facts.items()},
    }


def exit_of(error: ZsError) -> int:
    """Return the exit code of an error: 2 wrong usage, 1 refused by a rule, 3 trouble."""
    if error.code in USAGE_CODES:
        return USAGE
    return REFUSED if isinstance(error, Refusal) else TROUBLE


def exit_among(refused: Iterable[Any], *, otherwise: int = DONE) -> int:
    """Return the exit code of an errand of which some files were not taken: that of the worst of them alone.

    So a damaged file is trouble in a folder as it is by itself.
    """
    codes = [TROUBLE if one.trouble else REFUSED for one in refused]
    return max([otherwise, *codes])


def complain(error: ZsError, *, as_json: bool) -> int:
    """Print an error and return its exit code."""
    number = error.code.value.number
    lines = [f"错误 {number}（{error.code.name}）：{error}", f"处理办法：{error.remedy}"]
    if error.field:
        lines.insert(1, f"位置：{error.field}")
    if error.law:
        lines.append(f"依据：{error.law}")
    with suppress(ZsError):  # the exit code tells it when nothing else can
        if as_json:
            _write(sys.stdout, json.dumps({"error": said(error)}, ensure_ascii=False, indent=1) + "\n")
        _write(sys.stderr, "".join(f"{line}\n" for line in lines))
    return exit_of(error)
