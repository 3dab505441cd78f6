"""How a party is asked for (当事人栏目): each kind shows only its own fields. Plain data."""

from zsapp.rules.groups import COMING_OF_AGE
from zsapp.rules.mediation_parts import Party
from zsapp.screens.kit.layout import Cards, Fields, Fold, Rows, Ticks, ask

NATURAL = "自然人"
SIDES = ("申请人", "被申请人")
ID_CARD = "居民身份证"
PAPERLESS = frozenset({"role", "kind", "id_type", "person_id", "apart"})
"""What a blank card holds already: a card with nothing else is nobody."""


def is_person(party: Party) -> bool:
    """Say whether the party is one natural person."""
    return party.kind in ("", NATURAL) and not party.group


def is_group(party: Party) -> bool:
    """Say whether the party is a group with elected representatives."""
    return bool(party.group or party.representatives)


def is_organisation(party: Party) -> bool:
    """Say whether the party is a legal person or another organisation."""
    return party.kind not in ("", NATURAL)


def is_minor(party: Party) -> bool:
    """Say whether a guardian must be asked for (民法典 §17, §23)."""
    return bool(party.guardians) or (is_person(party) and party.age is not None and party.age < COMING_OF_AGE)


def cannot_read(party: Party) -> bool:
    """Say whether somebody must read aloud."""
    return party.literate is False


def lacks_number(party: Party) -> bool:
    """Say whether the reason for a missing number is worth asking."""
    return is_person(party) and (not party.id_no or bool(party.id_missing_reason))


def has_more(party: Party) -> bool:
    """Say whether something rarely asked was filled in, beyond what a new card holds already."""
    asked = (
        *(party.relation, party.consent, party.sign, party.literate, party.read_aloud_by, party.witness),
        *(party.id_missing_reason, party.name_as_on_id, party.pinyin, party.region, party.phone_hk),
    )
    usual = party.role in ("", *SIDES) and party.id_type in ("", ID_CARD)
    return not usual or any(one not in (None, "") for one in asked)


def heading(party: Party, index: int) -> str:
    """Return a card's heading: 申请人 · 陈阿婆."""
    role = party.role or "当事人"
    return f"{role} · {party.name}" if party.name else f"{role}（第{index + 1}位）"


def applicant() -> Party:
    """Return a blank applicant."""
    return Party(role=SIDES[0], kind=NATURAL, id_type=ID_CARD)


def respondent() -> Party:
    """Return a blank respondent."""
    return Party(role=SIDES[1], kind=NATURAL, id_type=ID_CARD)


WHO = Fields(
    asks=(
        ask("name", need=True, offers=True),
        ask("kind"),
        ask("id_no", "身份证件号码", wide=True, when=is_person, offers=True),
        ask("sex", when=is_person),
        ask("birth", when=is_person),
        ask("age", when=is_person),
        ask("ethnicity", when=is_person),
        ask("occupation", when=is_person),
        ask("uscc", wide=True, when=is_organisation),
        ask("legal_rep.name", "法定代表人（负责人）", when=is_organisation),
        ask("legal_rep.title", "法定代表人职务", when=is_organisation),
        ask("phone", offers=True),
        ask("address", "住址或单位地址", wide=True),
    )
)
GROUP = Fold(
    title="多人一方（群体与代表人）",
    opens=is_group,
    blocks=(
        Fields(
            asks=(
                ask("group", "群体", wide=True, hint="如：12人（名单见附件一）"),
                ask("representatives", "推选代表人", wide=True, hint="几位代表人之间用“、”隔开"),
                ask("rep_doc", wide=True),
            ),
        ),
    ),
)
GUARDIANS = Rows(
    title="法定代理人（未满18周岁须填写）",
    path="guardians",
    columns=2,
    word="位",
    when=is_minor,
    asks=(
        ask("name", offers=True),
        ask("relation", hint="父、母……"),
        ask("id_no", offers=True),
        ask("phone"),
        ask("sign"),
    ),
)
AGENT = Fold(
    title="委托代理人",
    blocks=(
        Fields(
            asks=(
                ask("agent.name", offers=True),
                ask("agent.title"),
                ask("agent.id_no", offers=True),
                ask("agent.phone"),
                ask("agent.authority", wide=True, hint="如：特别授权（代为和解、签署协议）"),
                ask("agent.doc", wide=True, hint="如：授权委托书 2026-03-02"),
            )
        ),
    ),
)
GROUPS = Fold(
    title="人群类别、无障碍需要",
    when=is_person,
    blocks=(
        Ticks(path="groups", title="人群类别", note="老年人、未成年人等按出生日期自动认定，不用勾选"),
        Ticks(path="needs", title="无障碍需要"),
    ),
)
MORE = Fold(
    title="更多（同意调解、签署、证件、宣读、港澳台）",
    opens=has_more,
    blocks=(
        Fields(
            asks=(
                ask("role"),
                ask("relation"),
                ask("consent"),
                ask("consent_on", "同意或拒绝的日期"),
                ask("sign"),
                ask("literate"),
                ask("read_aloud_by", when=cannot_read),
                ask("witness.name", "见证人姓名"),
                ask("witness.relation", "见证人身份"),
                ask("witness.phone", "见证人电话"),
                ask("id_type", when=is_person),
                ask("id_missing_reason", when=lacks_number),
                ask("name_as_on_id"),
                ask("pinyin"),
                ask("region"),
                ask("phone_hk"),
            )
        ),
    ),
)
PARTIES = Cards(
    title="当事人",
    path="parties",
    heading=heading,
    blocks=(WHO, GUARDIANS, GROUP, AGENT, GROUPS, MORE),
    words=(("添加申请人", applicant), ("添加被申请人", respondent)),
)
