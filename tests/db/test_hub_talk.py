"""A station's talk with a hub, word by word: what it takes for an answer, and what it does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Three, three_desks
from zsapp.base.errors import Code, Trouble, ZsError
from zsapp.base.ids import new_id
from zsapp.exchange import http_words as words
from zsapp.exchange.certificates import Trust
from zsapp.exchange.http_line import Address, Answer, Line
from zsapp.exchange.revocations import Revocations
from zsapp.services.upstream_talk import Talk

TLS = "1" * 64


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as made:
        yield made


class Told(Line):
    """A line that greets as a station does, and then says what it was told to say."""

    def __init__(self, hub: Any, replies: list[Answer]) -> None:
        super().__init__(Address("hub.example", 443))
        self.tls = TLS
        self._hub, self._replies = hub, replies

    def ask(self, _method: str, path: str, *_given: Any, **_named: Any) -> Answer:  # type: ignore[override] -- its other arguments are not heard
        if not path.startswith(words.HELLO):
            return self._replies.pop(0)
        nonce = path.partition("=")[2]
        greeting = words.Greeting(chain=self._hub.chain, nonce=nonce, challenge="2" * 32, tls=TLS, largest=10)
        return Answer(200, greeting.sign(self._hub.keys.sign))


def talk_with(three: Three, replies: list[Answer], hub: Any = None) -> Talk:
    """Return the village's talk with a hub, the town's where none is named."""
    village, town = three.village.credentials(), three.town.credentials()
    trust = Trust(village.chain[-1], Revocations({}), three.village.days())
    return Talk(Told(hub or town, replies), village, trust)


def code_of(errand: Any, *given: Any) -> Code:
    with pytest.raises(ZsError) as error:
        errand(*given)
    return error.value.code


REFUSED = Answer(403, '{"message":"不在管辖范围\\u202e内","remedy":"请核对"}'.encode())


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ([Answer(200, b"<html>", {"zsapp-waiting": "0"})], None),
        ([Answer(200, b"{}")], Code.HUB_PORTAL),
        ([Answer(429, b"")], Code.HUB_BUSY),
        ([REFUSED], Code.HUB_SAID_NO),
        ([Answer(500, b"oops")], Code.HUB_PORTAL),
    ],
    ids=["any bytes are given on", "no count", "busy", "a refusal in words", "no words"],
)
def test_an_answer_is_what_a_hub_says_or_none(three: Three, replies: list[Answer], code: Code | None) -> None:
    talk = talk_with(three, replies)
    if code is None:
        assert talk.acknowledgement(new_id(), 0) == (b"<html>", 0)
        return
    with pytest.raises(Trouble) as trouble:
        talk.acknowledgement(new_id(), 0)
    assert trouble.value.code is code
    if code is Code.HUB_SAID_NO:
        assert str(trouble.value) == "上级没有收下：不在管辖范围内"
        assert trouble.value.remedy == "上级的说明：请核对"


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ([Answer(200, b'{"files":["../../etc/passwd"]}')], Code.HUB_PORTAL),
        ([Answer(200, b"[]")], Code.HUB_PORTAL),
        ([REFUSED], Code.HUB_SAID_NO),
        ([Answer(200, b'{"files":["zsapp-00000000-to-11111111.zsack"]}'), Answer(404, b"")], Code.HUB_PORTAL),
    ],
    ids=["a path", "no list", "a refusal", "a file that is not there"],
)
def test_files_come_down_under_names_of_ours_alone(three: Three, replies: list[Answer], code: Code) -> None:
    with pytest.raises(Trouble) as trouble:
        list(talk_with(three, replies).down(new_id()))
    assert trouble.value.code is code


def test_a_volume_that_does_not_fit_together_is_sent_once_more_and_then_told(three: Three) -> None:
    file = three.folder / "volume"
    file.write_bytes(b"volume")
    here = Answer(404, b"", {"zsapp-size": "3"})
    talk = talk_with(three, [here, REFUSED, Answer(404, b"", {"zsapp-size": "0"}), Answer(201, b"")])
    assert talk.put(file, "0" * 64, lambda _done: None) == 9
    talk = talk_with(three, [here, REFUSED, here, REFUSED])
    assert code_of(talk.put, file, "0" * 64, lambda _done: None) is Code.HUB_SAID_NO
    talk = talk_with(three, [Answer(200, b"")])
    assert code_of(talk.put, file, "0" * 64, lambda _done: None) is Code.HUB_PORTAL


def test_from_the_greeting_on_the_line_is_held_to_who_greeted(three: Three) -> None:
    talk = talk_with(three, [])
    assert talk._line._address.pin == talk.greeting.tls


def test_a_station_that_is_not_above_us_is_no_hub_of_ours(three: Three) -> None:
    assert code_of(talk_with, three, [], three.village.credentials()) is Code.HUB_FOREIGN
    assert talk_with(three, [], three.city.credentials()).name == three.city.profile.name
