"""The journal: saving, noting, applying others' entries; chain, versions, counters, drafts, marks."""

import threading
from contextlib import suppress

import pytest

from tests.homes import all_entries, case_payload, save_case
from zsapp.base.canonical import canonical
from zsapp.base.entry import GENESIS, SCHEMA, check_chain
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.records.store import Head, Store

# --- our own -----------------------------------------------------------------------------------------------


def test_a_save_is_an_entry_whose_payload_is_the_whole_document(store: Store) -> None:
    record_id = new_id()
    with store.write(who="高伟明") as writer:
        entry = writer.save("mediation", record_id, case_payload(), base_version=0, verb="save")
    assert entry.previous == GENESIS
    assert entry.payload == canonical(case_payload())
    header = entry.header
    assert (header.seq, header.version, header.base_version, header.schema) == (1, 1, 0, SCHEMA)
    assert (header.record_id, header.sector, header.verb, header.who) == (
        record_id,
        "mediation",
        "save",
        "高伟明",
    )
    assert all_entries(store) == [entry]


def test_every_entry_follows_the_one_before(store: Store) -> None:
    record_id = save_case(store)
    with store.write() as writer:
        writer.note("print", sector="mediation", record_id=record_id, payload={"form": "F09"})
        writer.note("login")
    save_case(store, record_id, base_version=1, brief="已经改道")
    entries = all_entries(store)
    assert [entry.header.seq for entry in entries] == [1, 2, 3, 4]
    assert check_chain(entries) == (entries[-1].hash, 4)
    with store.read() as reader:
        assert reader.head() == reader.head(store.station, 1) == Head(1, 4, entries[-1].hash)
        assert [entry.header.verb for entry in reader.history(record_id)] == ["save", "print", "save"]
        assert [entry.header.seq for entry in reader.entries(store.station, 1, 1, 3)] == [2, 3]


def test_history_is_whole_before_and_after_the_index_has_caught_up(store: Store) -> None:
    record_id = save_case(store)
    store.settle()
    save_case(store, record_id, base_version=1)
    with store.read() as reader:
        early = reader.history(record_id)
    store.settle()
    with store.read() as reader:
        assert reader.history(record_id) == early
        assert [entry.header.version for entry in early] == [1, 2]


def test_a_stale_base_version_is_refused_and_nothing_is_stored(store: Store) -> None:
    record_id = save_case(store)
    save_case(store, record_id, base_version=1)
    for base_version in (0, 1, 3):
        with pytest.raises(Refusal) as refusal:
            save_case(store, record_id, base_version=base_version)
        assert refusal.value.code is Code.RECORD_CHANGED
    with pytest.raises(Refusal), store.write() as writer:
        writer.save("person", record_id, {"name": "何䶮"}, base_version=2, verb="save")
    assert len(all_entries(store)) == 2


def test_an_error_in_the_block_undoes_all_of_it(store: Store) -> None:
    with suppress(ZeroDivisionError), store.write() as writer:
        writer.save("mediation", new_id(), case_payload(), base_version=0, verb="save")
        writer.set_value("key", b"value")
        writer.allot("org", "mediation", 2026)
        raise ZeroDivisionError
    assert all_entries(store) == []
    save_case(store)
    with store.write() as writer:
        assert writer.value("key") is None
        assert writer.allot("org", "mediation", 2026) == 1
    assert check_chain(all_entries(store))[1] == 1


def test_one_transaction_at_a_time_from_one_thread_is_a_bug(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write(), store.write():
        pass


def test_whoever_waits_too_long_for_another_writer_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zsapp.records.store.BUSY_SECONDS", 0.05)
    told: list[Code] = []

    def intrude() -> None:
        try:
            with store.write():
                pass
        except Trouble as trouble:
            told.append(trouble.code)

    with store.write():
        thread = threading.Thread(target=intrude)
        thread.start()
        thread.join()
    assert told == [Code.STORE_BUSY]


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    save_case(store)
    with store.read() as reader:
        assert reader.page("mediation").total == 1
        save_case(store)
        assert reader.page("mediation").total == 1
    with store.read() as reader:
        assert reader.page("mediation").total == 2


def test_listeners_are_told_once_after_the_commit_and_may_read(store: Store) -> None:
    told: list[tuple[frozenset[str], int]] = []

    def listen(sectors: frozenset[str]) -> None:
        with store.read() as reader:
            told.append((sectors, reader.page("mediation").total))

    store.on_change(listen)
    with store.write() as writer:
        writer.save("mediation", new_id(), case_payload(), base_version=0, verb="save")
        writer.save("person", new_id(), {"name": "何䶮"}, base_version=0, verb="save")
    with store.write() as writer:
        writer.put_draft(new_id(), "mediation", {}, 0)
    with pytest.raises(Refusal):
        save_case(store, base_version=7)
    assert told == [(frozenset({"mediation", "person"}), 1)]


# --- counters, drafts, values, marks ------------------------------------------------------------------------


def test_numbers_are_given_out_once_for_each_organisation_kind_and_year(store: Store) -> None:
    with store.write() as writer:
        assert [writer.allot("甲", "mediation", 2026) for _ in range(3)] == [1, 2, 3]
        assert writer.allot("乙", "mediation", 2026) == 1
        assert writer.allot("甲", "mediation", 2027) == 1
        assert writer.allot("甲", "agreement", 2026) == 1


def test_an_imported_number_pushes_the_counter_and_never_back(store: Store) -> None:
    with store.write() as writer:
        writer.push("甲", "mediation", 2026, 8)
        writer.push("甲", "mediation", 2026, 5)
        writer.push("甲", "mediation", 2026, 10**9)
        assert writer.allot("甲", "mediation", 2026) == 9


def test_a_block_that_is_used_up_is_followed_by_the_next_and_then_refused(store: Store) -> None:
    with store.write() as writer:
        writer.share_out("甲", "mediation", 2026, [(101, 102), (301, 301)])
        assert [writer.allot("甲", "mediation", 2026) for _ in range(3)] == [101, 102, 301]
        with pytest.raises(Trouble) as trouble:
            writer.allot("甲", "mediation", 2026)
    assert trouble.value.code is Code.NUMBERS_SPENT


def test_drafts_are_kept_replaced_and_dropped_and_are_nobodys_record(store: Store) -> None:
    first, second = new_id(), new_id()
    with store.write() as writer:
        writer.put_draft(first, "mediation", {"brief": "一"}, 0)
        saved_at = writer.put_draft(second, "mediation", {"brief": "二"}, 3)
        writer.put_draft(first, "mediation", {"brief": "三"}, 0)
    with store.read() as reader:
        assert {draft.record_id for draft in reader.drafts()} == {first, second}
        draft = reader.draft(second)
        assert draft is not None
        assert (draft.payload, draft.base_version, draft.sector) == ({"brief": "二"}, 3, "mediation")
        assert draft.saved_at == saved_at
        assert reader.draft(new_id()) is None
        assert reader.record(first) is None
        assert reader.head().seq == 0
    with store.write() as writer:
        writer.drop_draft(first)
        writer.drop_draft(new_id())
        assert [draft.record_id for draft in writer.drafts()] == [second]


def test_values_are_set_changed_and_taken_away(store: Store) -> None:
    with store.write() as writer:
        assert writer.value("sign_key") is None
        writer.set_value("sign_key", b"one")
        writer.set_value("sign_key", b"two")
        assert writer.value("sign_key") == b"two"
        writer.set_value("sign_key", None)
        assert writer.value("sign_key") is None


def test_a_record_is_seen_to_travel_and_a_mark_never_goes_back(store: Store) -> None:
    record_id = save_case(store)
    with store.write() as writer:
        assert (writer.sync_state(record_id), sum(writer.unsent().values())) == ("已登记", 1)
        writer.set_mark("exported", 1, 1)
        assert (writer.sync_state(record_id), sum(writer.unsent().values())) == ("已导出", 0)
        writer.set_mark("town_received", 1, 1)
        assert writer.sync_state(record_id) == "镇已收"
        writer.set_mark("town_applied", 1, 1)
        assert writer.sync_state(record_id) == "镇已入库"
        writer.set_mark("city_applied", 1, 1)
        writer.set_mark("city_applied", 1, 0)
        assert writer.sync_state(record_id) == "市已入库"
        assert writer.marks()["city_applied"].seq == 1
        assert writer.sync_state(new_id()) == ""
    save_case(store, record_id, base_version=1)
    with store.write() as writer:
        writer.note("login")
        assert (writer.sync_state(record_id), sum(writer.unsent().values())) == ("已登记", 1)
        assert writer.page("mediation").lines[0].sync == "已登记"
