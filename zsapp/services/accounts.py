"""Accounts (用户): who may open this station, as what, and who let them.

Key slots open the database; what is done in it hangs on the role (`rules/roles.py`), which is kept in the
database itself. A station from before there were roles has users without one: they were all 站长.
"""

import logging
from dataclasses import dataclass
from typing import Any

from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.items import SHORT, Item
from zsapp.base.leaves import clean_text
from zsapp.records.store import Reader, Store, Writer
from zsapp.rules.journal_words import ACCOUNTS
from zsapp.rules.roles import USERS, Badge, Right, Role, role_named

logger = logging.getLogger(__name__)

KEY = "accounts/roles"
USER = Item("用户姓名", maximum=SHORT)
SHORTEST = 4
"""Characters of a passphrase: short enough for a person of sixty to type, slowed by argon2id."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user as others see them."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of what befell the accounts: a log-in, a wrong passphrase, a role, a look."""

    at: str
    who: str
    verb: str
    record_id: str
    facts: dict[str, Any]

    @property
    def words(self) -> str:
        """What happened."""
        return ACCOUNTS[self.verb]

    @property
    def told(self) -> str:
        """To whom, and as often as it did."""
        role = Role(self.facts["role"]).words if "role" in self.facts else ""
        times = f"{self.facts['count']}次" if "count" in self.facts else ""
        return " ".join(one for one in (str(self.facts.get("user", "")), role, times) if one)


class Accounts:
    """The desk of users, roles and passphrases."""

    def __init__(self, store: Store) -> None:
        """Work on a store, and give whoever is logged in the badge of their role."""
        self._store = store
        self.refresh()

    def refresh(self) -> None:
        """Give whoever is logged in the badge of their role as it is now."""
        with self._store.read() as reader:
            self._store.badge = Badge(_role(_roles(reader), self._store.user))

    @property
    def role(self) -> Role:
        """The role of whoever is logged in."""
        return self._badge.role

    @property
    def _badge(self) -> Badge:
        return self._store.badge or Badge()

    def may(self, right: Right, sector: str) -> bool:
        """Say whether whoever is logged in has a right: for screens, which offer nothing else."""
        return self._badge.may(right, sector)

    def all(self) -> tuple[Account, ...]:
        """Return the users and what they are."""
        with self._store.read() as reader:
            roles = _roles(reader)
        return tuple(Account(name, _role(roles, name)) for name in self._store.users())

    def add(self, name: str, passphrase: str, role: str = Role.MEDIATOR.value) -> Account:
        """Add a user with a key slot of their own, journalled.

        Raises:
            Refusal: ROLE_MAY_NOT, PASSPHRASE_WEAK, USAGE for a role that is none; TEXT_TOO_LONG,
                TEXT_CONTROL_CHARACTER for a name.
            Trouble: USER_EXISTS, USER_MISSING.
        """
        self._badge.require(Right.ADMINISTER, USERS)
        check_passphrase(passphrase)
        made = Account(clean_text(name.strip(), USER, "user"), role_named(role))
        roles = {one.name: one.role for one in self.all()}
        if made.name not in roles:  # the role before the slot: nobody is ever there without one
            with self._store.write() as writer:
                _write(writer, {**roles, made.name: made.role})
        self._store.add_user(made.name, passphrase)
        with self._store.write() as writer:
            writer.note("user_add", payload={"user": made.name, "role": made.role.value})
        return made

    def change_role(self, name: str, role: str) -> Account:
        """Make somebody something else; the last one who may administer stays so.

        Raises:
            Refusal: ROLE_MAY_NOT, ADMINISTRATOR_LAST, USAGE for a role that is none.
            Trouble: USER_UNKNOWN.
        """
        self._badge.require(Right.ADMINISTER, USERS)
        changed = role_named(role)
        roles = {one.name: one.role for one in self.all()}
        self._store.check_user(name)
        roles[name] = changed
        if not any(Badge(one).may(Right.ADMINISTER, USERS) for one in roles.values()):
            raise Refusal(Code.ADMINISTRATOR_LAST, field="role", user=name, role=changed.words)
        with self._store.write() as writer:
            _write(writer, roles)
            writer.note("role", payload={"user": name, "role": changed.value})
        self.refresh()
        return Account(name, changed)

    def change_passphrase(self, name: str, passphrase: str) -> None:
        """Change a passphrase, one's own or, for those who administer, another's.

        Raises:
            Refusal: ROLE_MAY_NOT, PASSPHRASE_WEAK.
            Trouble: USER_UNKNOWN.
        """
        if name != self._store.user:
            self._badge.require(Right.ADMINISTER, USERS)
        check_passphrase(passphrase)
        self._store.change_passphrase(name, passphrase)
        with self._store.write() as writer:
            writer.note("passphrase", payload={"user": name})

    def unlock(self, user: str, passphrase: str) -> str:
        """Return who stands before a window that was locked; a return of the same user is journalled.

        Somebody else is only recognised: who comes in opens the station anew.

        Raises:
            Trouble: PASSPHRASE_WRONG, PASSPHRASE_WAIT, USER_UNKNOWN, USER_MISSING.
        """
        name = self._store.recognise(user, passphrase)
        if name == self._store.user:
            log_in(self._store, "unlock")
        return name

    def happenings(self, limit: int = 100) -> tuple[Happening, ...]:
        """Return what befell the accounts of this station lately, latest first: for those who administer.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        self._badge.require(Right.ADMINISTER, USERS)
        with self._store.read() as reader:
            entries = reader.noted(tuple(ACCOUNTS), limit)
        return tuple(
            Happening(
                one.header.at,
                one.header.who,
                one.header.verb,
                one.header.record_id,
                read_canonical(one.payload) if one.payload else {},
            )
            for one in entries
        )


def check_passphrase(passphrase: str) -> None:
    """Hold a passphrase against the least it must have.

    Raises:
        Refusal: PASSPHRASE_WEAK.
    """
    if len(passphrase.strip()) < SHORTEST:
        raise Refusal(Code.PASSPHRASE_WEAK, field="passphrase", least=SHORTEST)


def first_account(writer: Writer, name: str) -> None:
    """Make the first user of a new station its head (站长), who may do everything."""
    _write(writer, {name: Role.HEAD})


LOGIN_MAY_FAIL = (Code.CLOCK_BEHIND, Code.CLOCK_AHEAD, Code.DISK_FULL, Code.STORE_BEHIND, Code.STORE_FORKED)
"""What may keep a log-in from being journalled, and yet the clerk must be able to read and print."""


def log_in(store: Store, verb: str) -> Trouble | None:
    """Journal a log-in and the wrong passphrases before it; return what kept it from being journalled.

    Raises:
        Trouble: what must not be passed over.
    """
    try:
        with store.write() as writer:
            _note_login(writer, verb, store)
    except Trouble as trouble:
        if trouble.code not in LOGIN_MAY_FAIL:
            raise
        logger.warning("log-in not journalled: %s", trouble.code.name)
        return trouble
    store.forget_failures()
    return None


def _note_login(writer: Writer, verb: str, store: Store) -> None:
    """A user whom the recovery code made is 站长."""
    for user, failed in store.failures():
        facts: dict[str, Plain] = {"count": failed.count, "first": failed.first, "last": failed.last}
        writer.note("login_failed", payload={"user": user, **facts})
    roles = _roles(writer)
    if roles and store.user not in roles:
        _write(writer, {**roles, store.user: Role.HEAD})
    writer.note(verb, payload={"user": store.user})


def _roles(reader: Reader) -> dict[str, Role]:
    content = reader.value(KEY)
    found: dict[str, str] = read_canonical(content) if content else {}
    return {name: Role(role) for name, role in found.items()}


def _role(roles: dict[str, Role], name: str) -> Role:
    return roles.get(name, Role.MEDIATOR) if roles else Role.HEAD


def _write(writer: Writer, roles: dict[str, Role]) -> None:
    writer.set_value(KEY, canonical({name: role.value for name, role in roles.items()}))
