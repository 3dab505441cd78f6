"""What the killed programs do: save, note, settle, rebuild, make homes, change passphrases, upgrade."""

import random
from pathlib import Path

from tests.fault.killing import Acknowledge
from tests.homes import PASSPHRASE, case_payload, make_home
from zsapp.base.ids import new_id
from zsapp.records.home import open_home
from zsapp.records.migrate import upgrade_file

NEW_PASSPHRASE = "新的口令"


def save_on(acknowledge: Acknowledge, home: str, seed: str) -> None:
    """Save cases and drafts for ever; acknowledge each after its commit: what, record, version."""
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    store = open_home(Path(home), passphrase=PASSPHRASE)
    versions: dict[str, int] = {}
    while True:
        chosen = dice.random()
        if chosen < 0.05:
            store.settle()
        elif chosen < 0.08:
            with store.write() as writer:
                writer.replay()
        elif chosen < 0.12:
            acknowledge(f"blob {store.blobs.put(dice.randbytes(20_000))}")
        elif chosen < 0.2:
            record_id = new_id()
            with store.write() as writer:
                writer.put_draft(record_id, "mediation", case_payload(), 0)
            acknowledge(f"draft {record_id}")
        else:
            known = dice.choice([*versions, ""]) or new_id()
            base = versions.get(known, 0)
            long = case_payload(record="调解员：今天的调解不收费。" * dice.randrange(400))
            with store.write() as writer:
                writer.save("mediation", known, long, base_version=base, verb="save")
                if dice.random() < 0.3:
                    writer.note("print", sector="mediation", record_id=known)
            versions[known] = base + 1
            acknowledge(f"record {known} {base + 1}")


def make_one(acknowledge: Acknowledge, home: str) -> None:
    """Make a home."""
    make_home(Path(home))
    acknowledge("made")


def change_passphrase(acknowledge: Acknowledge, home: str) -> None:
    """Change the passphrase back and forth for ever."""
    store = open_home(Path(home), passphrase=PASSPHRASE)
    acknowledge("open")
    while True:
        store.change_passphrase("站长", NEW_PASSPHRASE)
        store.change_passphrase("站长", PASSPHRASE)


def upgrade(acknowledge: Acknowledge, path: str, key: str, steps: str) -> None:
    """Upgrade a file."""
    upgrade_file(Path(path), bytes.fromhex(key), steps=Path(steps), target="0002")
    acknowledge("upgraded")
