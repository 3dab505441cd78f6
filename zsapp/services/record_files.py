"""Record files (记录文件): YAML and JSON in, YAML and JSON out, exact decimals both ways (decision 26)."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import read_whole
from zsapp.base.jsonable import jsonable

LARGEST = 64 * 1024 * 1024
"""Bytes of a record file; a year of a village is below 10 MB."""


class _Loader(yaml.SafeLoader):
    """SafeLoader whose numbers are exact and whose repeated keys are refused."""


class _Dumper(yaml.SafeDumper):
    """SafeDumper that writes exact decimals as plain numbers."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    text = loader.construct_scalar(node).replace("_", "")
    return Decimal(text.replace(".inf", "Infinity").replace(".nan", "NaN"))


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int) or key in found:
            raise yaml.constructor.ConstructorError(None, None, f"bad key {key!r}", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))
)


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a record file, undecoded.

    Raises:
        Trouble: FILE_MISSING, DATA_UNREADABLE.
        Refusal: IMPORT_NOT_RECORDS when it is no list of groups.
    """
    content = read_whole(path)
    if len(content) > LARGEST:
        raise Trouble(Code.DATA_UNREADABLE, file=path)
    try:
        text = content.decode("utf-8-sig")
        loaded = json.loads(text, parse_float=Decimal) if path.suffix == ".json" else yaml.load(text, _Loader)  # noqa: S506 -- _Loader is a SafeLoader
    except (ValueError, ArithmeticError, RecursionError, yaml.YAMLError) as fault:
        raise Trouble(Code.DATA_UNREADABLE, file=path) from fault
    entries = loaded if isinstance(loaded, list) else [loaded]
    if not entries or not all(isinstance(one, dict) for one in entries):
        raise Refusal(Code.IMPORT_NOT_RECORDS, file=path)
    return entries


def records_as_yaml(entries: list[dict[str, Any]]) -> str:
    """Return entries as an import file, in the order their items are declared."""
    return yaml.dump(entries, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


def records_as_json(entries: list[dict[str, Any]]) -> str:
    """Return entries as a JSON import file."""
    return json.dumps(jsonable(entries), ensure_ascii=False, indent=1)
