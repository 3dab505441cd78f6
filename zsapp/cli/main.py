"""The terminal's verbs and options (命令与参数): a contract that changes only by addition.

Every verb takes --home, --passphrase-file, --json, --today and --user. Exit codes: 0 done, 1 refused by a
rule, 2 wrong usage, 3 trouble with the machine, file or stick. No verb needs a screen.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from zsapp.base import paths
from zsapp.base.errors import Refusal, ZsError
from zsapp.base.log import start_log
from zsapp.cli.output import complain, say
from zsapp.cli.terminal import Call, day_of
from zsapp.cli.usage import Parser

RAW = ("\udc80", "\udcff")
"""The letters Python writes for bytes that the locale cannot read."""


def _shared() -> Parser:
    """Return the options of every verb; no defaults, so that they may stand before or after the verb."""
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", type=Path, help="数据文件夹（默认 ZSAPP_HOME 或系统的数据文件夹）")
    shared.add_argument("--passphrase-file", type=Path, help="口令文件")
    shared.add_argument("--json", action="store_true", help="以 JSON 输出")
    shared.add_argument("--today", type=day_of, help="规则所用的日期，练习和核对用")
    shared.add_argument("--user", help="用户名")
    return shared


class Verbs:
    """Adds verbs and verb groups to the parser."""

    def __init__(self, parser: Parser, shared: Parser, dest: str) -> None:
        """Start a level of verbs below `parser`."""
        self._shared = shared
        self._groups: dict[str, Verbs] = {}
        self._below = parser.add_subparsers(
            dest=dest, metavar="命令", required=dest != "verb", parser_class=Parser
        )

    def add(self, name: str, run: Callable[[Call], Any], about: str) -> Parser:
        """Add a verb."""
        parser = self._below.add_parser(name, parents=[self._shared], help=about, description=about)
        parser.set_defaults(run=run)
        return parser

    def group(self, name: str, about: str) -> "Verbs":
        """Add a group of verbs, or return the one of that name: several modules may add to it."""
        if name not in self._groups:
            below = self._below.add_parser(name, parents=[self._shared], help=about)
            self._groups[name] = Verbs(below, self._shared, f"{name}_verb")
        return self._groups[name]


def _modules() -> tuple[Any, ...]:
    """Return the modules of verbs, in the order in which the help lists them."""
    # Start-up time: the verbs bring the rules, and the window must not wait for them.
    from zsapp.cli import (
        verbs_agreement,
        verbs_backup,
        verbs_certificate,
        verbs_committee,
        verbs_desk,
        verbs_dossier,
        verbs_down,
        verbs_exchange,
        verbs_hub,
        verbs_import,
        verbs_legal_aid,
        verbs_paper,
        verbs_person,
        verbs_premises,
        verbs_record,
        verbs_report,
        verbs_review,
        verbs_station,
        verbs_subsidy,
        verbs_sync,
        verbs_table,
        verbs_transfer,
        verbs_user,
    )

    return (
        verbs_station, verbs_committee, verbs_person, verbs_premises, verbs_record, verbs_desk,
        verbs_agreement, verbs_import, verbs_legal_aid, verbs_paper, verbs_dossier, verbs_exchange,
        verbs_certificate, verbs_report, verbs_subsidy, verbs_table, verbs_user, verbs_review, verbs_down,
        verbs_backup, verbs_sync, verbs_hub, verbs_transfer,
    )  # fmt: skip


def parser() -> Parser:
    """Return the parser of all verbs."""
    shared = _shared()
    top = Parser(prog="zsapp", description="中山公共法律服务工作站", parents=[shared])
    top.add_argument("--training", action="store_true", help="打开练习站（窗口）")
    verbs = Verbs(top, shared, "verb")
    for module in _modules():
        module.add_verbs(verbs)
    return top


def parse(words: Sequence[str]) -> Call:
    """Return what the words ask for; a call without a verb opens the window.

    Raises:
        Refusal: USAGE, DATE_WRONG.
    """
    given = vars(_of_window(words) or parser().parse_args(list(words)))
    return Call(
        home=given.pop("home", None) or paths.default_home(),
        passphrase_file=given.pop("passphrase_file", None),
        as_json=given.pop("json", False),
        today=given.pop("today", None),
        user=_as_typed(given.pop("user", "")),
        run=given.pop("run", None),
        training=given.pop("training", False),
        options={name: _as_typed(value) for name, value in given.items()},
    )


def _as_typed(value: Any) -> Any:
    """Return an option as it was typed: in a locale without Chinese, Python hands it over as raw bytes."""
    if isinstance(value, list):
        return [_as_typed(one) for one in value]
    if isinstance(value, str) and any(RAW[0] <= letter <= RAW[1] for letter in value):
        return os.fsencode(value).decode("utf-8", "replace")
    return value


def _of_window(words: Sequence[str]) -> argparse.Namespace | None:
    """Return the options of a call without a verb; None when there is one, or anything else to look at."""
    window = Parser(add_help=False, parents=[_shared()])
    window.add_argument("--training", action="store_true")
    try:
        known, rest = window.parse_known_args(list(words))
    except Refusal:  # the parser of all verbs complains, in the same words
        return None
    return None if rest else known


def run(call: Call) -> int:
    """Do what a call asks for, say it, and return the exit code."""
    start_log(call.home)
    try:
        return say(call.run(call), as_json=call.as_json)
    except ZsError as error:
        return complain(error, as_json=call.as_json)
