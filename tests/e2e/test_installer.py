"""The two commands, on a machine made of stand-ins: what they ask of the system, and what they let be."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

SETUP = (ROOT / "installer" / "setup.sh").read_text(encoding="utf-8")
RUN_PACKAGES = re.search(r"run_packages='([^']+)'", SETUP)
TEST_PACKAGES = re.search(r"test_packages='([^']+)'", SETUP)


class Machine:
    """A folder with a copy of the scripts, and a path whose first programs are stand-ins of the system's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "a checkout"
        self.programs = folder / "bin"
        self.elsewhere = folder / "elsewhere"
        self.log = folder / "log"
        for one in (self.checkout / "installer", self.programs, self.elsewhere):
            one.mkdir(parents=True)
        for name in ("setup.sh", "run.sh", "test.sh", "requirements.lock"):
            shutil.copy(ROOT / "installer" / name, self.checkout / "installer")
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        self.program("apt-get", f'echo "apt-get $*" >>"{self.log}"')
        self.program("sudo", f'echo "sudo $*" >>"{self.log}"')
        self.program("python3", "exit 0")
        self.user(0)
        self.installed()

    def program(self, name: str, script: str, folder: Path | None = None) -> None:
        path = (folder or self.programs) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def user(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def installed(self, *but: str) -> None:
        """Let dpkg say that everything is installed but the named packages; one is there by another name."""
        assert RUN_PACKAGES
        assert TEST_PACKAGES
        names = [name for name in f"{RUN_PACKAGES[1]} {TEST_PACKAGES[1]}".split() if name not in but]
        lines = [f"installed {name}, " for name in names if name != "libcups2"]
        if "libcups2" in names:
            lines.append("installed libcups2t64, libcups2 (= 2.4)")
        lines += [f"config-files {name}, " for name in but]
        self.program("dpkg-query", "\n".join(f"echo '{line}'" for line in lines))

    def environment(self, part: str) -> None:
        """Put an environment in place that was made from this checkout; its Python tells its words."""
        venv = self.checkout / ".venv"
        self.program("python", '[ "$1" = -c ] || printf "ran %s\\n" "$*"', venv / "bin")
        stamp = subprocess.run(
            ["sh", "-c", '. "$here/setup.sh"; venv="$top/.venv"; stamp_of "$part"'],
            env=self._variables(here=str(self.checkout / "installer"), part=part),
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        (venv / f".stamp-{part}").write_text(stamp)

    def _variables(self, **more: str) -> dict[str, str]:
        return {"PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": str(self.folder)} | more

    def run(self, *words: str, script: str = "run.sh", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", f"../a checkout/installer/{script}", *words],
            cwd=self.elsewhere,
            env=self._variables(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self) -> str:
        return self.log.read_text() if self.log.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_root_what_is_missing_is_listed_and_nothing_is_installed(machine: Machine) -> None:
    machine.user(1000)
    machine.installed("libegl1", "libgl1")
    done = machine.run()
    assert done.returncode == 3
    assert "libegl1" in done.stderr
    assert "libgl1" in done.stderr
    assert "libcups2" not in done.stderr  # there under another name
    assert machine.called() == ""
    assert not (machine.checkout / ".venv").exists()


def test_root_gets_what_is_missing_and_no_more(machine: Machine) -> None:
    machine.installed("libegl1", "xvfb")
    machine.environment("run")
    machine.run()
    assert "apt-get update" in machine.called()
    assert machine.called().rstrip().endswith("libegl1")
    assert "sudo" not in machine.called()


def test_the_tests_need_more_than_the_program(machine: Machine) -> None:
    machine.user(1000)
    machine.installed("xvfb")
    done = machine.run(script="test.sh")
    assert done.returncode == 3
    assert "xvfb" in done.stderr


def test_no_python_is_a_package_that_is_missing(machine: Machine) -> None:
    machine.user(1000)
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        machine.program(name, "exit 1")
    done = machine.run()
    assert done.returncode == 3
    assert "python3-venv" in done.stderr


def test_an_old_pip_less_python_asks_for_its_package(machine: Machine) -> None:
    machine.user(1000)
    machine.program("python3", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    done = machine.run()
    assert done.returncode == 3
    assert "python3-venv" in done.stderr


def test_a_second_run_installs_nothing_and_runs_at_once(machine: Machine) -> None:
    machine.environment("run")
    done = machine.run("record", "list", "--query", "甲 乙")
    assert (done.returncode, done.stdout) == (0, "ran -P -m zsapp record list --query 甲 乙\n")
    assert machine.called() == ""


def test_without_a_screen_the_demo_is_played_where_the_caller_stands(machine: Machine) -> None:
    machine.environment("run")
    assert machine.run().stdout == "ran -P -m zsapp demo ./zsapp-demo\n"


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_with_a_screen_the_training_station_opens(machine: Machine, screen: str) -> None:
    machine.environment("run")
    assert machine.run(**{screen: ":9"}).stdout == "ran -P -m zsapp --training\n"


def test_the_programs_exit_code_is_the_commands(machine: Machine) -> None:
    machine.environment("run")
    machine.program("python", '[ "$1" = -c ] || exit 2', machine.checkout / ".venv" / "bin")
    assert machine.run("nonsense").returncode == 2


def test_a_changed_lock_makes_the_environment_anew(machine: Machine) -> None:
    machine.environment("run")
    with (machine.checkout / "installer" / "requirements.lock").open("r+") as lock:
        text = lock.read()
        lock.seek(0)
        lock.write(text.replace("# hub", "one-more==1.0\n# hub", 1))
    done = machine.run()
    assert "pip --no-input" in done.stdout + done.stderr
    assert "one-more==1.0" in (machine.checkout / ".venv" / "locked.txt").read_text()


def test_the_program_needs_nothing_that_only_tests_need(machine: Machine) -> None:
    machine.program("python", '[ "$1" = -c ]', machine.checkout / ".venv" / "bin")
    machine.run()
    locked = (machine.checkout / ".venv" / "locked.txt").read_text()
    assert "PySide6_Essentials==6.8.3" in locked
    assert "pytest" not in locked
    assert "starlette" not in locked


def test_who_serves_a_hub_gets_its_packages_too(machine: Machine) -> None:
    machine.program("python", '[ "$1" = -c ]', machine.checkout / ".venv" / "bin")
    machine.run("hub", "serve")
    locked = (machine.checkout / ".venv" / "locked.txt").read_text()
    assert "starlette" in locked
    assert "pytest" not in locked
