"""Certificates at the terminal: the list of requests, renewal, revocation, a lost passphrase, escrow."""

from pathlib import Path

from tests.desks import CITY, PASSPHRASE, TOWN, VILLAGE
from tests.e2e.test_exchange_cli import DONE, REFUSED, TROUBLE, USAGE, Say, folder, say

__all__ = ["folder", "say"]


def test_a_renewal_is_asked_for_listed_approved_and_installed(say: Say, folder: Path) -> None:
    stick = folder / "stick"
    said, _, told = say(VILLAGE, "cert", "renew")
    assert (said, "随下次导出的数据包送给上级" in told) == (DONE, True)
    say(VILLAGE, "package", "export", "--to", stick)
    say(TOWN, "package", "import", stick)
    said, waiting, told = say(TOWN, "enrol", "waiting")
    (asked,) = waiting
    assert (said, asked["what"], asked["fingerprint"] in told) == (DONE, "续期", True)
    said, done, _ = say(TOWN, "enrol", "approve", asked["fingerprint"])
    assert (said, done["file"]) == (DONE, None)
    assert say(TOWN, "enrol", "waiting")[2].strip() == "没有等待批准的证书申请"
    say(TOWN, "package", "import", stick)
    said, heard, _ = say(VILLAGE, "package", "import", stick)
    assert (said, len(heard["acknowledgements"])) == (DONE, 1)
    said, shown, told = say(VILLAGE, "cert", "show")
    assert (said, shown["serial"]) == (DONE, done["certificate"]["serial"])
    assert f"编号：{shown['serial']}" in told


def test_a_request_by_stick_is_refused_with_a_reason_or_approved_into_a_file(say: Say, folder: Path) -> None:
    out, answer = folder / "stick" / "renewal.zsreq", folder / "answer.zscert"
    said, done, told = say(VILLAGE, "enrol", "request", "--out", out)
    assert (said, done["fingerprint"] in told) == (DONE, True)
    said, taken, told = say(TOWN, "package", "import", folder / "stick")
    assert (said, len(taken["requests"]), "已列入名单，核对码" in told) == (DONE, 1, True)
    station = taken["requests"][0]["request"]["station"]
    said, refused, _ = say(TOWN, "enrol", "refuse", station, "--reason", "先来办手续")
    assert (said, refused["state"]) == (DONE, "已拒绝")
    assert [one["reason"] for one in say(TOWN, "enrol", "waiting", "--all")[1]] == ["先来办手续"]
    said, done, _ = say(TOWN, "enrol", "approve", station, "--out", answer)
    assert (said, done["file"]) == (DONE, str(answer))
    assert say(VILLAGE, "package", "import", answer)[2].startswith("已安装新证书")
    assert say(VILLAGE, "package", "import", answer)[2].startswith("证书早已安装")
    assert say(TOWN, "enrol", "approve", "nobody")[0] == REFUSED
    assert say(TOWN, "enrol", "approve", out)[0] == USAGE
    assert say(TOWN, "enrol", "approve", "nobody", "--out", answer)[0] == TROUBLE


def test_a_revocation_says_up_to_where_and_why(say: Say, folder: Path) -> None:
    say(VILLAGE, "package", "export", "--to", folder / "stick")
    say(TOWN, "package", "import", folder / "stick")
    serial = next(one["serial"] for one in say(TOWN, "cert", "list")[1] if one["tier"] == "village")
    said, revoked, told = say(TOWN, "cert", "revoke", serial, "--up-to", "3", "--reason", "电脑被盗")
    assert (said, revoked["up_to"], "第 3 笔登记以前的仍然有效" in told) == (DONE, 3, True)
    said, _, told = say(TOWN, "cert", "show", revoked["station"])
    assert (said, "吊销原因：电脑被盗" in told) == (DONE, True)
    assert say(TOWN, "cert", "show", "nobody")[0] == REFUSED


def test_the_lists_warn_of_what_will_end(say: Say) -> None:
    last = next(one["not_after"] for one in say(VILLAGE, "cert", "list")[1] if one["own"])
    told = say(VILLAGE, "cert", "list", "--today", last)[2]
    assert "续期申请会自动随数据包送给上级" in told


def test_a_lost_passphrase_is_replaced_by_the_code_of_two_people_at_the_city(say: Say, folder: Path) -> None:
    stick, second, new = folder / "stick", folder / "second", folder / "new"
    second.write_text("王主任的口令", encoding="utf-8")
    new.write_text("新的口令", encoding="utf-8")
    say(VILLAGE, "package", "export", "--to", stick)
    say(CITY, "package", "import", stick)
    say(CITY, "user", "add", "王主任", "--new-passphrase-file", second, "--role", "head")
    (deposit,) = say(CITY, "cert", "deposits", "--user", "站长")[1]
    first = ("cert", "release", deposit["station"], "--reason", "口令遗忘", "--user", "站长")
    said, done, told = say(CITY, *first)
    assert (said, done["recovery"], "还要另一位管理人员" in told) == (DONE, "", True)
    assert say(CITY, *first)[0] == REFUSED
    assert "站长 已同意给出：口令遗忘" in say(CITY, "cert", "deposits", "--user", "站长")[2]
    (folder / "pass").write_bytes(second.read_bytes())
    said, done, told = say(CITY, "cert", "release", deposit["station"], "--user", "王主任")
    assert (said, done["first"], done["second"]) == (DONE, "站长", "王主任")
    (folder / "code").write_text(done["recovery"], encoding="utf-8")
    sheet = folder / "sheet.pdf"
    recover = ("user", "recover", "--code-file", folder / "code", "--new-passphrase-file", new)
    said, found, told = say(VILLAGE, *recover, "--recovery-sheet", sheet)
    assert (said, found["user"], sheet.read_bytes()[:4]) == (DONE, "站长", b"%PDF")
    assert "旧的已作废" in told
    assert say(VILLAGE, *recover)[0] == TROUBLE, "void once it was used"
    (folder / "pass").write_bytes(new.read_bytes())
    assert say(VILLAGE, "cert", "list")[0] == DONE
    (folder / "code").write_text(found["recovery"], encoding="utf-8")
    (folder / "pass").write_text(PASSPHRASE, encoding="utf-8")
    said, found, _ = say(VILLAGE, *recover, "--recovery-sheet", folder / "pass" / "sheet.pdf")
    assert (said, found["recovery_sheet"], bool(found["recovery"])) == (TROUBLE, None, True)
