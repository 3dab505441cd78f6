"""Honest endings (善后): people do what they are told by the screens, until all stations agree.

Nobody knows more here than what the services say to people: what is stopped, what waits, what is held, what
has forked. After enough rounds the chronicle and the stations must say the same.
"""

from collections import Counter
from collections.abc import Iterator

from tests.desks import Desk
from tests.fault.acts import acts_open, answer_offers, check_acts, grant_waiting
from tests.fault.chronicle import journal, marks_in
from tests.fault.cities import Machine
from tests.fault.programs import NEWER
from tests.fault.stories import Story
from zsapp.base.entry import Entry, check_chain
from zsapp.base.errors import Code, Refusal
from zsapp.records.transfers import OPEN
from zsapp.rules.merging import MINE
from zsapp.services.arrivals import digests_of
from zsapp.services.conflicts import Conflicts
from zsapp.services.epochs import Epochs, Waiting
from zsapp.services.giving_back import GivingBack
from zsapp.services.review import Reviews

ROUNDS = 10


def settle(story: Story) -> int:
    """Let honest people put everything right; return how many rounds that took."""
    for one in story.city.machines:
        one.close()
        one.age = NEWER
    story.dice.shuffle(story.up)
    while story.up:
        story.read_in(story.up.pop(), home=False)
    wrong: dict[Machine, list[str]] = {one: [] for one in story.city.machines}
    for number in range(1, ROUNDS + 1):
        for machine in (*story.city.villages, *story.city.towns):
            if machine.tier == "town" or machine in wrong:
                attend(story, machine)
                story.city.rest(machine)
        wrong = apart(story)
        if not wrong:
            return number
    raise AssertionError(f"after {ROUNDS} rounds: {wrong}; told {dict(story.chronicle.told)}")


def attend(story: Story, machine: Machine) -> None:
    """Do at one station what its screens ask for, and carry a stick up and home."""
    above = machine.above
    assert above is not None
    standing = machine.act(lambda desk: Epochs(desk.store).standing())
    if standing.stopped or standing.waiting or machine in story.differing:
        ask_back(story, machine, named(machine, standing.waiting))
    elif machine in story.unread:
        ask_back(story, machine, story.city.city)
    mend_held(story, machine)
    answer_offers(story, machine)
    stick = story.city.new_stick(machine)
    code = story.write_out(machine, stick)
    if code in (Code.CERT_OWN_REVOKED, Code.CERT_REVOKED):
        enrol_again(story, machine)
        story.write_out(machine, stick)
    story.read_in(stick, home=False)
    decide(above)
    story.read_in(stick, home=True)
    story.down.clear()
    others = [one for one in story.city.of(machine.station) if one is not machine]
    if others and not machine.act(lambda desk: desk.exchange.status().unsent) and is_whole(machine):
        retire(story, machine, others[0])


def named(machine: Machine, waiting: Waiting | None) -> Machine | None:
    """Return which station above is to be asked, where the screens name one."""
    above = machine.above
    while waiting is not None and above is not None and above.desk.profile.name != waiting.giver:
        above = above.above
    return above


def is_whole(machine: Machine) -> bool:
    """Say whether everything of a machine is at the station above."""
    above = machine.above
    assert above is not None
    there = {one.hash for one in journal(above.desk, machine.station)}
    mine = journal(machine.desk, machine.station)
    return all(one.hash in there for one in mine if _matters(one))


def _matters(entry: Entry) -> bool:
    """Say whether an entry is a record's or a paper's, and no note of comings and goings."""
    return bool(entry.header.version) or entry.header.verb == "print"


def retire(story: Story, machine: Machine, other: Machine) -> None:
    """Put away a second machine whose every record has arrived; the other goes on."""
    story.unread.discard(machine)
    story.city.take_away(machine)
    story.chronicle.on(other).update(story.chronicle.written.pop(machine, set()))
    papers = story.chronicle.papers
    papers.setdefault(other, set()).update(papers.pop(machine, set()))


def ask_back(story: Story, machine: Machine, above: Machine | None = None) -> None:
    """Ask a station above to give back what it holds of ours; what is closed there, the city has."""
    above, stick = above or machine.above, story.city.new_stick(machine)
    assert above is not None
    try:
        above.act(lambda desk: GivingBack(desk.store).give(machine.station, stick.folder))
    except Refusal as refusal:
        assert refusal.code is Code.REBASELINE_NOTHING
        if machine.desk.store.behind is not None:
            machine.act(lambda desk: Epochs(desk.store).go_on())
        return
    done = machine.act(lambda desk: desk.exchange.import_path(stick.folder))
    assert len(done.given) == 1, done
    (given,) = done.given
    story.chronicle.told["given back"] += 1
    story.unread.discard(machine)
    story.differing.discard(machine)
    if given.unread:
        story.unread.add(machine)


def enrol_again(story: Story, machine: Machine) -> None:
    """Ask for a new certificate after ours was taken back."""
    above, stick = machine.above, story.city.new_stick(machine)
    assert above is not None
    machine.act(lambda desk: desk.enrolment.request_to(stick.folder))
    above.act(lambda desk: desk.exchange.import_path(stick.folder))
    above.act(lambda desk: desk.enrolment.grant(machine.station))
    above.act(lambda desk: desk.enrolment.hand_out(machine.station, stick.folder))
    machine.act(lambda desk: desk.exchange.import_path(stick.folder))
    story.chronicle.told["enrolled again"] += 1


def decide(above: Machine) -> None:
    """Decide what waits at the station above: forks, what is held, what two have said at once."""

    def look(desk: Desk) -> None:
        giving, conflicts = GivingBack(desk.store), Conflicts(desk.store)
        for fork in giving.forks():
            if fork.open:
                giving.decide(fork.station)
        if Reviews(desk.store, desk.profile, desk.days).quarantine():
            Reviews(desk.store, desk.profile, desk.days).look_again()
        for one in conflicts.listing():
            for field in one.fields:
                try:
                    conflicts.decide(one.record_id, field.name, MINE)
                except Refusal as refusal:  # the station directly above its owner decides it
                    assert refusal.code is Code.REVIEW_NOT_YOURS

    above.act(look)
    grant_waiting(above)


def mend_held(story: Story, machine: Machine) -> None:
    """Save anew what a station above holds and does not apply: its people are told which, and why.

    What is offered to another station waits for its answer.
    """
    for one in machine.act(lambda desk: desk.exchange.status().held_above):
        story.chronicle.told[f"held {one.code}"] += 1
        if one.code == Code.IMPORT_KEY_UNKNOWN.name and not _is_offered(machine, one.record_id):
            try:
                story.save(machine, "mediation", one.record_id)
            except Refusal as refusal:
                assert refusal.code is Code.TRANSFER_GONE


def _is_offered(machine: Machine, record_id: str) -> bool:
    with machine.desk.store.read() as reader:
        return bool(reader.transfers(record_id, OPEN))


# --- what must hold ---------------------------------------------------------------------------------------


def apart(story: Story) -> dict[Machine, list[str]]:
    """Return which stations do not agree yet, or have somebody who is still asked to do something."""
    found: dict[Machine, list[str]] = {}
    for machine in story.city.machines:
        if said := [*machine.act(asked), *_differences(story, machine), *acts_open(story, machine)]:
            found[machine] = said
        story.city.rest(machine)
    return found


def _differences(story: Story, machine: Machine) -> Iterator[str]:
    above, said = machine.above, machine.act(digests_of_own)
    while above is not None:
        if above.act(lambda desk: _digests(desk, machine.station)) != said:
            yield f"{above} says otherwise"
        above = above.above
    if len(story.city.of(machine.station)) > 1:
        yield "is one of two"
    if machine.above is not None and not is_whole(machine):
        yield "has not sent all"
    if machine in story.unread:
        yield "has not read all"


def digests_of_own(desk: Desk) -> tuple[object, ...]:
    return _digests(desk, desk.store.station)


def _digests(desk: Desk, station: str) -> tuple[object, ...]:
    with desk.store.read() as reader:
        return digests_of(reader, station)


def asked(desk: Desk) -> list[str]:
    """Return what people at a station are still asked to see to."""
    standing = Epochs(desk.store).standing()
    with desk.store.read() as reader:
        held = [f"held {one.code} {one.where}" for one in reader.held()]
    forks = [f"fork of {one.name}" for one in GivingBack(desk.store).forks() if one.open]
    conflicts = [f"conflict in {one.sector}" for one in Conflicts(desk.store).listing()]
    stopped = ["stopped"] * standing.stopped + ["waiting"] * (standing.waiting is not None)
    unsent = [f"unsent {sector}" for sector in desk.exchange.status().unsent if desk.profile.tier != "city"]
    above = [f"held above {one.code}" for one in desk.exchange.status().held_above]
    return [*held, *forks, *conflicts, *stopped, *unsent, *above]


def check(story: Story) -> None:
    """Hold every station against the chronicle and against each other, entry by entry."""
    for machine in story.city.villages + story.city.towns:
        check_station(story, machine)
        story.city.rest(machine)
    for machine in story.city.machines:
        machine.act(check_store)
        story.city.rest(machine)
    check_acts(story)


def check_station(story: Story, machine: Machine) -> None:
    chronicle = story.chronicle
    mine = machine.act(lambda desk: journal(desk, machine.station))
    marks = Counter(mark for one in mine for mark in marks_in(one))
    assert set(marks.values()) <= {1}, f"twice at {machine}: {[one for one in marks if marks[one] > 1]}"
    must = chronicle.on(machine)
    assert must <= set(marks), f"lost at {machine}: {must - set(marks)}"
    above = machine.above
    while above is not None:
        theirs = above.act(lambda desk: journal(desk, machine.station))
        hashes = {one.hash for one in mine}
        strange = [one.header for one in theirs if one.header.version and one.hash not in hashes]
        assert not strange, f"{above} has of {machine} what it has not: {strange}"
        assert len({one.hash for one in theirs}) == len(theirs)
        there = {one.hash for one in theirs}
        for one in mine:
            assert one.hash in there or not _matters(one), f"{above} lacks {one.header} of {machine}"
        if above.tier == "city" and chronicle.papers.get(machine):
            with above.desk.store.read() as reader:
                have = set(reader.blob_names())
            lacking = {one for one in chronicle.papers[machine] if one not in have}
            assert not lacking, f"{above} lacks papers of {machine}: {lacking}"
        above = above.above


def check_acknowledged(story: Story) -> None:
    """Nothing that was acknowledged to anybody may be lost, whatever became of its machine."""
    city = story.city.city
    with city.desk.store.read() as reader:
        stations = {one.station for one in reader.stations()}
    found = Counter(
        mark
        for station in stations
        for one in city.act(lambda desk, of=station: journal(desk, of))
        for mark in marks_in(one)
    )
    lost = story.chronicle.acknowledged - set(found)
    assert not lost, f"acknowledged, and lost: {lost}"
    assert set(found.values()) <= {1}
    known = story.chronicle.drowned.union(*story.chronicle.written.values())
    assert set(found) <= known, f"nobody has written this: {set(found) - known}"


def check_store(desk: Desk) -> None:
    with desk.store.read() as reader:
        for one in reader.chains():
            head = check_chain(reader.entries(one.station, one.head.epoch))
            assert head == (one.head.hash, one.head.seq)
        assert reader.index_faults() == ()
