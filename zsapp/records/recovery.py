"""The recovery code (恢复码): 25 characters that a person can copy from paper by hand. Pure.

Twenty-three random characters (115 bits) and two that check the copying; no 0 O 1 I, so that none is
mistaken.
"""

import hashlib
import secrets
import unicodedata

from zsapp.base.errors import Code, Trouble

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RANDOM, CHECKS, GROUP = 23, 2, 5


def new_code() -> str:
    """Return a fresh code in five groups: XXXXX-XXXXX-XXXXX-XXXXX-XXXXX."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    whole = body + _check(body)
    return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def read_code(typed: str) -> str:
    """Return the code as it was made, whatever blanks, dashes, case or full-width letters were typed.

    Raises:
        Trouble: RECOVERY_WRONG when it cannot be a code: a character too many, too few, or miscopied.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    body = plain[:RANDOM]
    if len(plain) != RANDOM + CHECKS or set(plain) - set(ALPHABET) or plain[RANDOM:] != _check(body):
        raise Trouble(Code.RECOVERY_WRONG)
    return plain


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CHECKS])
