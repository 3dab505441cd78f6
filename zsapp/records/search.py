"""Chinese full-text search (全文检索): FTS5 over bigrams that are made here, checked by instr().

Text and query are folded alike: full-width, capital, traditional and variant forms are one. Runs of Han
become overlapping pairs and the last character alone; runs of Latin letters and digits stay whole. A query is
split at blanks and punctuation, and every piece must be found; no substring is missed (stack.md, "Search"). A
piece of Latin letters and digits alone is a *key*: it may also be how a name sounds, the beginning or end of
an identity number, or the beginning of a telephone number.
"""

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

from zsapp.records.index_of import Words
from zsapp.records.names import sounds_of
from zsapp.records.variants import folded

HAN = "\u3007\u3400-\u9fff\ue000-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"[{HAN}]+|[0-9a-z]+")
PIECE = re.compile(f"[{HAN}0-9a-z]+")
KEY = re.compile(r"[0-9a-z]+")
FIRST_HAN = "\u3000"
TAIL = 4
"""Last characters of an identity number by which people look it up, at least."""

CREATE = (
    "CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none,"
    " tokenize=\"unicode61 categories 'L* N* Co Cn'\")"
)
DROP = "DROP TABLE IF EXISTS search"
PUT = "INSERT OR REPLACE INTO search(rowid, words) VALUES (?, ?)"
FORGET = "DELETE FROM search WHERE rowid = ?"


def tokens_of(text: str) -> str:
    """Return the tokens of a plain text, each once: the index keeps which records hold one, not where."""
    tokens: list[str] = []
    for run in RUN.findall(text):
        pairs = run[0] >= FIRST_HAN
        if pairs:
            tokens += map(operator.add, run, run[1:])
        tokens.append(run[-1] if pairs else run)
    return " ".join(dict.fromkeys(tokens))


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, taken apart: pieces that stand in the text, and keys."""

    pieces: tuple[str, ...]
    keys: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether anything is asked at all."""
        return bool(self.pieces or self.keys)

    def match(self) -> str:
        """Return the FTS5 expression of the pieces: a single character is a prefix, n are n − 1 pairs."""
        return " AND ".join(term for piece in self.pieces for term in _terms(piece))

    def whole(self) -> tuple[str, ...]:
        """Return the pieces that the pairs alone do not prove."""
        return tuple(piece for piece in self.pieces if len(piece) > 2 or len(RUN.findall(piece)) > 1)

    def fits(self, words: Words) -> bool:
        """Say whether a record answers, as the index would: for records that are not in it yet."""
        text = folded(words.text)
        tokens = [run for run in RUN.findall(text) if KEY.match(run)]
        return all(_stands(piece, text, tokens) for piece in self.pieces) and all(
            _begins(key, tokens) or any(_names(key, person) for person in _keys_of(words))
            for key in self.keys
        )


def question(query: str) -> Question:
    """Return the question of a query."""
    pieces = dict.fromkeys(PIECE.findall(folded(query)))
    keys = tuple(piece for piece in pieces if KEY.fullmatch(piece))
    return Question(tuple(piece for piece in pieces if not KEY.fullmatch(piece)), keys)


def _terms(piece: str) -> Iterator[str]:
    for run in RUN.findall(piece):
        if KEY.match(run) or len(run) == 1:
            yield f'"{run}"*'
        else:
            yield from (f'"{run[at : at + 2]}"' for at in range(len(run) - 1))


def _stands(piece: str, text: str, tokens: list[str]) -> bool:
    return piece in text and all(_begins(run, tokens) for run in KEY.findall(piece))


def _begins(key: str, tokens: list[str]) -> bool:
    return any(token.startswith(key) for token in tokens)


def _keys_of(words: Words) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for person in words.people:
        yield sounds_of(person.name), person.number.lower(), person.phone.lower()


def _names(key: str, person: tuple[tuple[str, ...], str, str]) -> bool:
    sounds, number, phone = person
    return (
        any(one.startswith(key) for one in sounds)
        or number.startswith(key)
        or phone.startswith(key)
        or (len(key) >= TAIL and number.endswith(key))
    )
