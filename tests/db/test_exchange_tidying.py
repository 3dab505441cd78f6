"""Sticks with a past: others' files, half-written ones, old packages of ours that have arrived."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import Three, plain_cases, three_desks
from zsapp.base.errors import Code, Refusal
from zsapp.exchange import sticks_linux
from zsapp.rules.roles import Badge, Role
from zsapp.services.tidying import Tidying


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def test_what_is_none_of_ours_is_named_and_left_alone(three: Three) -> None:
    three.village.exchange.export(three.stick)
    for name in (
        "照片1.jpg",
        "照片2.jpg",
        "工资表.xlsx",
        "合同.doc",
        "zsapp-12345678-1-1-9.zspkg.part",
        ".hidden",
    ):
        (three.stick / name).write_bytes(b"theirs")
    (three.stick / "文件夹").mkdir()
    strange = Tidying(three.town.store).strange(three.stick)
    assert strange.files == ("合同.doc", "工资表.xlsx", "照片1.jpg", "照片2.jpg")
    assert strange.parts == ("zsapp-12345678-1-1-9.zspkg.part",)
    assert strange.words == (
        "跳过 4 个不是本系统的文件：合同.doc、工资表.xlsx、照片1.jpg等",
        "跳过没有写完的文件 zsapp-12345678-1-1-9.zspkg.part：它是一次中断的导出，对方重新导出时会接着写",
    )
    assert three.town.exchange.import_path(three.stick).packages
    assert (three.stick / "照片1.jpg").read_bytes() == b"theirs"
    assert Tidying(three.town.store).strange(three.stick / "合同.doc").words == ()


def test_our_packages_are_offered_for_tidying_once_everything_in_them_has_arrived(three: Three) -> None:
    desk = Tidying(three.village.store)
    first = three.village.exchange.export(three.stick).file
    assert desk.delivered(three.stick) == ()
    three.town.exchange.import_path(three.stick)
    assert desk.delivered(three.stick) == (), "nobody has told us yet"
    three.village.exchange.import_path(three.stick)
    three.village.save(plain_cases()[0])
    second = three.village.exchange.export(three.stick).file
    bent = three.stick / f"{first.stem}-copy.zspkg"
    bent.write_bytes(first.read_bytes()[:-5])
    assert [one.file for one in desk.delivered(three.stick)] == [first]
    assert [one.file for one in desk.tidy(three.stick)] == [first]
    assert (first.exists(), second.exists(), bent.exists()) == (False, True, True)


def test_nobody_tidies_what_is_anothers(three: Three) -> None:
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    assert Tidying(three.town.store).delivered(three.stick) == ()
    assert Tidying(three.city.store).delivered(three.stick) == ()
    three.village.store.badge = Badge(Role.ADVISER)
    with pytest.raises(Refusal) as refused:
        Tidying(three.village.store).tidy(three.stick)
    assert refused.value.code is Code.ROLE_MAY_NOT


def test_a_stick_is_let_go_by_the_system_where_it_can(
    three: Three, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 8:1 / {three.stick} rw - vfat /dev/sdz1 rw\n", encoding="utf-8")
    said = tmp_path / "said"
    tool = tmp_path / "udisksctl"
    tool.write_text(f'#!/bin/sh\necho "$*" >>{said}\n', encoding="utf-8")
    tool.chmod(0o755)
    assert sticks_linux.eject(three.stick, mounts, str(tool))
    assert said.read_text(encoding="utf-8").splitlines() == [
        "unmount --no-user-interaction --block-device /dev/sdz1",
        "power-off --no-user-interaction --block-device /dev/sdz1",
    ]
    assert sticks_linux.system_of(three.stick, mounts) == "vfat"
    assert sticks_linux.system_of(three.stick, tmp_path / "none") == ""
    assert not sticks_linux.eject(three.stick, mounts, str(tmp_path / "no-tool"))
    assert not sticks_linux.eject(three.stick, tmp_path / "none", str(tool))
    mounts.write_text(f"36 35 8:1 / {three.stick} rw - tmpfs tmpfs rw\n", encoding="utf-8")
    assert not sticks_linux.eject(three.stick, mounts, str(tool))
    tool.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    mounts.write_text(f"36 35 8:1 / {three.stick} rw - vfat /dev/sdz1 rw\n", encoding="utf-8")
    assert not sticks_linux.eject(three.stick, mounts, str(tool))
    tool.write_text("no program at all", encoding="utf-8")
    assert not sticks_linux.eject(three.stick, mounts, str(tool))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert not Tidying(three.village.store).eject(three.stick)
