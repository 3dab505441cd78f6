"""Databases of a hub for tests: a file, and a real PostgreSQL that is thrown away when the tests end.

The cluster is made in a folder of its own, listens on a socket in it and on loopback, and runs as nobody
special: PostgreSQL refuses root. One for each process of the tests.
"""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing, suppress
from functools import cache
from itertools import count
from pathlib import Path

import pytest

_numbers = count(1)


@cache
def binaries() -> Path:
    """Return the folder of PostgreSQL's programs; Debian keeps them out of the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    assert kept, "PostgreSQL is missing: apt-get install postgresql (installer/test.sh does)"
    return kept[-1].parent


def _as_nobody(*words: str) -> list[str]:
    """Return a command for somebody who is not root."""
    return ["runuser", "-u", "nobody", "--", *words] if os.geteuid() == 0 else list(words)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": 40,
    "shared_buffers": "64MB",
}


@cache
def cluster() -> str:
    """Start the cluster on the first call and return its URL without a database; the tests' end stops it."""
    place = Path(tempfile.mkdtemp(prefix="zsapp-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        os.chown(place, pwd.getpwnam("nobody").pw_uid, -1)
    data, port = str(place / "data"), free_port()
    made = ("-U", "zsapp", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
    _run(place, "initdb", "-D", data, *made)
    settings = {**SETTINGS, "port": port, "unix_socket_directories": place}
    told = " ".join(f"-c {name}={value}" for name, value in settings.items())

    def stop() -> None:
        with suppress(subprocess.CalledProcessError):
            _run(place, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)

    atexit.register(stop)
    _run(place, "pg_ctl", "-D", data, "-w", "-l", str(place / "log"), "-o", told, "start")
    return f"postgresql://zsapp@127.0.0.1:{port}"


def _run(place: Path, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs as somebody who is not root."""
    command = _as_nobody(str(binaries() / program), *words)
    subprocess.run(command, check=True, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def new_database() -> str:
    """Return the URL of a fresh, empty database of the cluster."""
    import psycopg  # the tests that need no database start without it

    name = f"hub_{next(_numbers)}"
    with psycopg.connect(f"{cluster()}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type] -- a name of ours
    return f"{cluster()}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a hub's database: one test, both kinds. Empty is the file in the hub's home."""
    return "" if request.param == "sqlite" else new_database()
