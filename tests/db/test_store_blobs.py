"""Blobs: kept once, encrypted, under names that say nothing, and missed when they are gone or bent."""

import hashlib
from pathlib import Path

import pytest

from tests.homes import reopen
from zsapp.base.errors import Code, Trouble
from zsapp.records.home import Created
from zsapp.records.store import Store

CONTENT = "人民调解协议书，何䶮与梁亚娣".encode() * 1000


def files(store: Store) -> list[Path]:
    return [path for path in (store.home / "blobs").rglob("*") if path.is_file()]


def test_a_content_comes_back_byte_for_byte_after_opening_again(created: Created, home: Path) -> None:
    name = created.store.blobs.put(CONTENT)
    assert name == hashlib.sha256(CONTENT).hexdigest()
    created.store.close()
    with reopen(home) as store:
        assert store.blobs.get(name) == CONTENT
        assert store.blobs.size(name) == len(CONTENT)
        assert store.blobs.has(name)
        with store.read() as reader:
            assert reader.blob_names() == (name,)


def test_the_same_content_is_kept_once(store: Store) -> None:
    assert store.blobs.put(CONTENT) == store.blobs.put(CONTENT)
    assert len(files(store)) == 1


def test_an_empty_content_is_a_content(store: Store) -> None:
    assert store.blobs.get(store.blobs.put(b"")) == b""


def test_neither_the_content_nor_its_hash_is_seen_from_outside(store: Store) -> None:
    name = store.blobs.put(CONTENT)
    (path,) = files(store)
    assert name not in str(path)
    assert "何䶮".encode() not in path.read_bytes()


def test_a_bent_a_short_and_a_missing_blob_are_damaged(store: Store) -> None:
    name = store.blobs.put(CONTENT)
    (path,) = files(store)
    whole = path.read_bytes()
    for bent in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[:100], b"", None):
        if bent is None:
            path.unlink()
        else:
            path.write_bytes(bent)
        with pytest.raises(Trouble) as trouble:
            store.blobs.get(name)
        assert trouble.value.code is Code.BLOB_DAMAGED
    with pytest.raises(Trouble) as trouble:
        store.blobs.size(name)
    assert trouble.value.code is Code.BLOB_DAMAGED
    assert not store.blobs.has(name)


def test_a_blob_under_the_name_of_another_is_damaged(store: Store) -> None:
    first, second = store.blobs.put(b"one"), store.blobs.put(b"two")
    store.blobs.path(first).write_bytes(store.blobs.path(second).read_bytes())
    with pytest.raises(Trouble) as trouble:
        store.blobs.get(first)
    assert trouble.value.code is Code.BLOB_DAMAGED


def test_a_folder_in_the_place_of_a_blob_is_told_as_such(store: Store) -> None:
    name = store.blobs.put(CONTENT)
    (path,) = files(store)
    path.unlink()
    path.mkdir()
    with pytest.raises(Trouble) as trouble:
        store.blobs.get(name)
    assert trouble.value.code is Code.PATH_WRONG


def test_a_blob_kept_within_a_transaction_is_registered_with_it(store: Store) -> None:
    with store.write() as writer:
        name = store.blobs.put(CONTENT)
        writer.note("print", payload={"sha256": name})
    with pytest.raises(Trouble), store.write():
        store.blobs.get(store.blobs.put(b"undone")[:-1] + "x")
    with store.read() as reader:
        assert reader.blob_names() == (name,)
