"""Record files (记录文件): YAML and JSON in, YAML and JSON out, exact decimals both ways (decision 26)."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import read_whole
from zsapp.base.jsonable import jsonable

WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")

LARGEST = 64 * 1024 * 1024
"""Bytes of a record file; a year of a village is below 10 MB."""


class _Loader(yaml.SafeLoader):
    """SafeLoader whose numbers are exact and whose repeated keys are refused."""


class _Dumper(yaml.SafeDumper):
    """SafeDumper that writes exact decimals as plain numbers, and what stands twice twice."""

    def ignore_aliases(self, *_: Any) -> bool:
        """Point from nowhere to elsewhere: *id001 is no date to whoever reads the file."""
        return True


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal | str:
    text = loader.construct_scalar(node).replace("_", "")
    if ":" in text:
        return str(node.value)
    return Decimal(text.replace(".inf", "Infinity").replace(".nan", "NaN"))


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        # YAML takes a bare no for false; a key is a word, and evidence has a key no
        said = key_node.tag == "tag:yaml.org,2002:bool"
        key = key_node.value if said else loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int) or key in found:
            raise yaml.constructor.ConstructorError(None, None, f"bad key {key!r}", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _or_text(make: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a maker that leaves what is no such value as text, to be refused by name: 2026-02-30."""

    def read(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
        try:
            return make(loader, node)
        except ValueError:
            return node.value

    return read


def _whole(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int | str:
    """Return a whole number as people write one; 15:00 and 0501 are none, though YAML reads 900 and 321."""
    plain = WHOLE.fullmatch(node.value)
    return int(loader.construct_yaml_int(node)) if plain else str(node.value)


def _day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> date | str:
    """Return a day; with a time behind it, it is text, and refused by name where a day is wanted."""
    found = loader.construct_yaml_timestamp(node)
    return str(node.value) if isinstance(found, datetime) else found


for _kind, _make in (("timestamp", _day), ("int", _whole)):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _or_text(_make))
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", _spelt(value))
)


def _spelt(value: Decimal) -> str:
    """Return a decimal as YAML reads one back: without a point it would be a whole number, and be tagged."""
    text = format(value, "f")
    return text if "." in text else f"{text}.0"


def _group(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON group; a key given twice would silently lose the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a record file, undecoded.

    Raises:
        Trouble: FILE_MISSING, FILE_ENCODING, DATA_UNREADABLE, with the line where there is one.
        Refusal: IMPORT_NOT_RECORDS when it is no list of groups.
    """
    content = read_whole(path)
    if len(content) > LARGEST:
        raise Trouble(Code.DATA_UNREADABLE, file=path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Trouble(Code.FILE_ENCODING, file=path) from fault
    try:
        if path.suffix.lower() == ".json":
            loaded = json.loads(text, parse_float=Decimal, object_pairs_hook=_group)
        else:
            loaded = yaml.load(text, _Loader)  # noqa: S506 -- _Loader is a SafeLoader
    except (ValueError, ArithmeticError, RecursionError, yaml.YAMLError) as fault:
        line = _line_of(fault, text)
        where = f"{path.name} 第{line}行（冒号、引号、缩进或重复的项目）" if line else ""
        raise Trouble(Code.DATA_UNREADABLE, field=where, file=path, line=line) from fault
    entries = loaded if isinstance(loaded, list) else [loaded]
    if not entries or not all(isinstance(one, dict) for one in entries):
        raise Refusal(Code.IMPORT_NOT_RECORDS, file=path)
    return entries


def _line_of(fault: Exception, text: str) -> int:
    """Return the line, from 1, that a file cannot be read at; 0 when none can be named."""
    if isinstance(fault, json.JSONDecodeError):
        return fault.lineno
    if isinstance(fault, yaml.reader.ReaderError):
        return text.count("\n", 0, fault.position) + 1
    if not isinstance(fault, yaml.MarkedYAMLError):
        return 0
    ended = "end of stream" in str(fault.problem)  # a quote or bracket that was never closed: where it begins
    mark = fault.context_mark if ended and fault.context_mark else fault.problem_mark
    return mark.line + 1 if mark else 0


def records_as_yaml(entries: list[dict[str, Any]]) -> str:
    """Return entries as an import file, in the order their items are declared."""
    return yaml.dump(entries, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


def records_as_json(entries: list[dict[str, Any]]) -> str:
    """Return entries as a JSON import file."""
    return json.dumps(jsonable(entries), ensure_ascii=False, indent=1)
