"""The words of the wire as the hub's door needs them (联网用语): a door knows no wire, only services."""

from zsapp.exchange.certificates import Chain
from zsapp.exchange.http_words import FILE, NONCE, SHA256, SIZE, WAITING, read_range

__all__ = ["FILE", "NONCE", "SHA256", "SIZE", "WAITING", "Chain", "read_range"]
