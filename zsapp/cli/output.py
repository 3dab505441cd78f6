"""What the terminal door says (输出): one JSON document on stdout, or lines of plain Chinese.

With --json, people's text goes to stderr.
"""

import json
import sys
from dataclasses import dataclass
from typing import Any

from zsapp.base.errors import Code, Refusal, ZsError
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


def say(answer: Answer, *, as_json: bool) -> int:
    """Print an answer and return its exit code."""
    if as_json:
        sys.stdout.write(json.dumps(jsonable(answer.document), ensure_ascii=False, indent=1) + "\n")
    for line in answer.lines:
        (sys.stderr if as_json else sys.stdout).write(line + "\n")
    return answer.exit


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


def complain(error: ZsError, *, as_json: bool) -> int:
    """Print an error and return its exit code."""
    number = error.code.value.number
    lines = [f"错误 {number}（{error.code.name}）：{error}", f"处理办法：{error.remedy}"]
    if error.field:
        lines.insert(1, f"位置：{error.field}")
    if error.law:
        lines.append(f"依据：{error.law}")
    if as_json:
        sys.stdout.write(json.dumps({"error": said(error)}, ensure_ascii=False, indent=1) + "\n")
    sys.stderr.write("\n".join(lines) + "\n")
    return exit_of(error)
