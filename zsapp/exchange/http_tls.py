"""TLS (加密连接): the hub's certificate, and the contexts of both ends.

A hub without a certificate of an authority makes one for itself; stations then pin its fingerprint, which is
read to them over the telephone. The fingerprint is SHA-256 of the certificate, in groups for people.
"""

import hashlib
import ipaddress
import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import write_whole

YEARS = 10
CERT, KEY = "tls-cert.pem", "tls-key.pem"
HEX = frozenset("0123456789abcdef")


def own_certificate(home: Path, host: str) -> tuple[Path, Path]:
    """Return the hub's own certificate and its key, made on the first call; kept so that pins hold.

    Raises:
        Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
    """
    cert, key = home / CERT, home / KEY
    if not (cert.exists() and key.exists()):
        made, secret = _self_signed(host)
        write_whole(key, secret)
        key.chmod(0o600)
        write_whole(cert, made)
    return cert, key


def _self_signed(host: str) -> tuple[bytes, bytes]:
    from cryptography import x509  # start-up time
    from cryptography.hazmat.primitives import hashes, serialization  # start-up time
    from cryptography.hazmat.primitives.asymmetric import ec  # start-up time

    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = clock.now()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([_name_of(host, x509)]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = secret.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return built.public_bytes(pem), private


def _name_of(host: str, x509: Any) -> Any:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def fingerprint(der: bytes) -> str:
    """Return the SHA-256 of a certificate as 64 hex digits."""
    return hashlib.sha256(der).hexdigest()


def fingerprint_of(cert: Path, key: Path) -> str:
    """Return the fingerprint of a certificate file whose key is at hand.

    Raises:
        Trouble: HUB_CERTIFICATE.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
        pem = cert.read_text(encoding="ascii")
        end = "-----END CERTIFICATE-----"
        return fingerprint(ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN") : pem.index(end) + len(end)]))
    except (OSError, ValueError) as fault:
        raise Trouble(Code.HUB_CERTIFICATE, what=cert.name) from fault


def shown(found: str) -> str:
    """Return a fingerprint as it is read out: sixteen groups of four."""
    return " ".join(found[at : at + 4] for at in range(0, len(found), 4))


def read_pin(text: str) -> str:
    """Return the fingerprint that somebody typed, blanks and colons left out; empty for none.

    Raises:
        Refusal: HUB_ADDRESS.
    """
    found = "".join(text.lower().split()).replace(":", "").replace("-", "")
    if found and (len(found) != 64 or set(found) - HEX):
        raise Refusal(Code.HUB_ADDRESS, field="pin", what=f"指纹应为64位数字和字母，现在是{len(found)}位")
    return found


def client_context(*, verified: bool) -> ssl.SSLContext:
    """Return a station's context: held against the system's authorities, or against a pin by the caller."""
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
