"""Verbs of users (用户): add, list, role, passphrase, log. Who may do what: `zsapp/rules/roles.py`."""

from pathlib import Path
from typing import Any

from zsapp.base.clock import local, read_stamp
from zsapp.base.errors import Code, Refusal
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, opened, passphrase_in
from zsapp.rules.roles import WORDS, Role

ROLES = "、".join(f"{role.value}（{words}）" for role, words in WORDS.items())


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    users = verbs.group("user", "用户")
    add = users.add("add", opened(add_user), "增加用户")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    add.add_argument("--role", default=Role.MEDIATOR.value, help=f"角色：{ROLES}；默认调解员")
    users.add("list", opened(list_users), "列出用户")
    role = users.add("role", opened(show_role), "查看或改变用户的角色")
    role.add_argument("name", metavar="NAME", nargs="?", default="")
    role.add_argument("role", metavar="ROLE", nargs="?", default="", help=ROLES)
    change = users.add("passphrase", opened(change_passphrase), "更换口令")
    change.add_argument("name", metavar="NAME", nargs="?", default="")
    change.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    log = users.add("log", opened(show_log), "登录、口令、角色和查看限制查看记录的经过")
    log.add_argument("--limit", type=count_of, default=100, help="最多列几条（默认100）")


def _new_passphrase(call: Call) -> str:
    file: Path | None = call.options["new_passphrase_file"]
    if file is None:
        raise Refusal(Code.USAGE, what="请用 --new-passphrase-file 指明新口令文件")
    return passphrase_in(file)


def add_user(station: Any, call: Call) -> Answer:
    """Add a user with a key slot of their own."""
    made = station.accounts.add(call.options["name"], _new_passphrase(call), call.options["role"])
    return Answer(_document(made), (f"已增加用户：{made.name}（{made.role.words}）",))


def list_users(station: Any, _call: Call) -> Answer:
    """List the users."""
    found = station.accounts.all()
    return Answer([one.name for one in found], tuple(f"{one.name}  {one.role.words}" for one in found))


def show_role(station: Any, call: Call) -> Answer:
    """Say what the users are, or one of them, or make one something else."""
    name, role = call.options["name"], call.options["role"]
    if role:
        changed = station.accounts.change_role(name, role)
        return Answer(_document(changed), (f"{changed.name} 现在是{changed.role.words}",))
    found = station.accounts.all()
    if not name:
        lines = tuple(f"{one.name}  {one.role.value}（{one.role.words}）" for one in found)
        return Answer([_document(one) for one in found], lines)
    station.store.check_user(name)
    one = next(one for one in found if one.name == name)
    return Answer(_document(one), (f"{one.name}  {one.role.value}（{one.role.words}）",))


def _document(one: Any) -> dict[str, Any]:
    return {"user": one.name, "role": one.role.value, "words": one.role.words}


def change_passphrase(station: Any, call: Call) -> Answer:
    """Change a passphrase; rewrites a slot, never the database."""
    name = call.options["name"] or station.user
    station.change_passphrase(name, _new_passphrase(call))
    return Answer({"user": name}, (f"已更换口令：{name}",))


def show_log(station: Any, call: Call) -> Answer:
    """Show what befell the accounts, latest first."""
    found = station.accounts.happenings(call.options["limit"])
    rows = [
        {
            "at": one.at, "who": one.who, "verb": one.verb, "words": one.words, "record": one.record_id,
            "facts": one.facts,
        }
        for one in found
    ]  # fmt: skip
    lines = tuple(
        f"{local(read_stamp(one.at))}  {one.who}  {one.words}  {one.record_id or one.told}".rstrip()
        for one in found
    )
    return Answer(rows, lines)
