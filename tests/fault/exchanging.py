"""What the killed programs of the exchange do: export for ever, import a stick."""

import random
from pathlib import Path

from tests.desks import open_desk, plain_cases
from tests.fault.killing import Acknowledge
from zsapp.base.errors import Code, Refusal


def export_on(acknowledge: Acknowledge, home: str, stick: str, seed: str) -> None:
    """Save a case, print a paper now and then, export, for ever; acknowledge each export: seq, file."""
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    desk = open_desk(Path(home))
    acknowledge("open")
    while True:
        record_id = desk.save(dice.choice(plain_cases()))
        if dice.random() < 0.3:
            desk.print(record_id, dice.randbytes(20_000))
        done = desk.exchange.export(Path(stick))
        acknowledge(f"exported {done.seq_to} {done.file.name}")


def import_on(acknowledge: Acknowledge, home: str, stick: str) -> None:
    """Take in the packages of a stick one by one, but for those that are in; acknowledge each: seq."""
    desk = open_desk(Path(home))
    acknowledge("open")
    files = sorted(Path(stick).glob("*.zspkg"), key=lambda file: int(file.stem.split("-")[4]))
    for file in files:
        try:
            (taken,) = desk.exchange.import_path(file).packages
        except Refusal as refusal:
            if refusal.code not in (Code.PACKAGE_ALREADY, Code.PACKAGE_OLDER):
                raise
        else:
            acknowledge(f"taken {taken.seq_to}")
