"""The parser's own words (用法): argparse speaks English; what a user reads is Chinese."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from zsapp.base.errors import Code, Refusal

OPTION = r"(?:argument (?P<name>[^:]+): )?"
COMPLAINTS = (
    (re.compile(r"the following arguments are required: (?P<what>.+)"), "还缺少 {what}"),
    (
        re.compile(OPTION + r"invalid choice: '(?P<got>.*)' \(choose from (?P<what>.+)\)"),
        "{name}没有“{got}”；可用：{what}",
    ),
    (re.compile(OPTION + r"invalid int value: '(?P<got>.*)'"), "{name}应写整数，实际是“{got}”"),
    (re.compile(OPTION + r"expected (?:one|at least one) argument"), "{name}后面还缺内容"),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), "不认识 {what}"),
    (re.compile(r"ambiguous option: (?P<got>\S+) could match (?P<what>.+)"), "{got} 不够明确；可用：{what}"),
)


def in_chinese(complaint: str) -> str:
    """Return a complaint of argparse in Chinese; one it has not made before stays as it is."""
    for pattern, words in COMPLAINTS:
        if found := pattern.fullmatch(complaint):
            facts = {key: value or "" for key, value in found.groupdict().items()}
            what = facts.get("what", "").replace("'", "").replace(", ", "、")
            name = facts.get("name", "")
            return words.format(
                **{**facts, "what": what, "name": f"{name} " if name.startswith("-") else name}
            )
    return complaint


class ChineseHelp(argparse.HelpFormatter):
    """Begins the usage line in Chinese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are catalogued and whose help is Chinese."""

    def __init__(self, *, add_help: bool = True, **settings: Any) -> None:
        """Name the groups of the help, and its own option."""
        parents = settings.pop("parents", ())  # theirs are merged by the groups' names, so those come first
        super().__init__(add_help=False, formatter_class=ChineseHelp, **settings)
        self._positionals.title, self._optionals.title = "内容", "选项"
        if add_help:
            self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help="显示这份说明")
        for parent in parents:
            self._add_container_actions(parent)

    def error(self, message: str) -> NoReturn:
        """Refuse wrong usage."""
        raise Refusal(Code.USAGE, what=in_chinese(message))
