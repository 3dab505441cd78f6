"""What the step 协议 says and offers (协议一步的文字): how it stands, clauses, versions. Plain Python."""

from zsapp.rules.clause_library import clause_library, is_taken
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import is_oral
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.mediation_versions import is_frozen
from zsapp.rules.numerals import numeral
from zsapp.screens.kit.layout import Pick

LIBRARY = "条款库（写好的条款） Ctrl+L"


def is_written(case: Case) -> bool:
    """Say whether a written agreement is being made: then clauses are offered."""
    return not is_oral(case) and not is_frozen(case)


def is_signed(case: Case) -> bool:
    """Say whether a version was signed."""
    return bool(case.signed)


def is_changing(case: Case) -> bool:
    """Say whether a change is being written."""
    return case.amendment is not None


def may_keep(case: Case) -> bool:
    """Say whether a change can be given up."""
    return bool(case.signed) and case.amendment is not None


def may_sign(case: Case) -> bool:
    """Say whether there is something to be signed."""
    return is_written(case) and any(text.strip() for text in case.clauses)


def may_speak(case: Case) -> bool:
    """Say whether an oral agreement may be meant: nothing is agreed in writing, and nothing has ended."""
    written = case.signed or case.outcome.form == "书面" or any(text.strip() for text in case.clauses)
    return not written and not is_oral(case) and not (case.dates.terminate or case.dates.withdraw)


def says_schedule(case: Case) -> bool:
    """Say whether obligations are asked for one by one."""
    return not is_oral(case) or bool(case.schedule)


def says_clauses(case: Case) -> bool:
    """Say whether clauses are asked for."""
    return not is_oral(case) or bool(case.clauses)


def says_copies(case: Case) -> bool:
    """Say whether copies are asked for."""
    return not is_oral(case) or case.copies is not None


def says_roster(case: Case) -> bool:
    """Say whether a roster is asked for."""
    return not is_oral(case) or bool(case.roster)


def stands(case: Case) -> str:
    """Return how the signed agreement stands, in a sentence or two."""
    last, version = case.signed[-1], numeral(len(case.signed))
    signed = f"第{version}版{last.terms.agreement_no}已于{day_text(last.signed_on)}签署"
    if case.amendment is None:
        return f"{signed}，内容不能再改。各方同意变更的，按“变更协议”另立一版。"
    return f"{signed}，现在仍然有效。正在写第{numeral(len(case.signed) + 1)}版，签署以后以新的一版为准。"


def offers(case: Case) -> tuple[Pick, ...]:
    """Return the clauses on offer."""
    return tuple(
        Pick(
            name=f"clause {one.key}",
            words=f"{one.name}（已加入）" if (taken := is_taken(case, one)) else f"加入：{one.name}",
            text=one.text,
            taken=taken,
        )
        for one in clause_library(case)
    )


def versions(case: Case) -> tuple[Pick, ...]:
    """Return the signed versions, each to be read and printed again."""
    return tuple(
        Pick(
            name=f"print {at}",
            words=f"重印第{numeral(at)}版",
            text="\n".join(
                (
                    f"{one.terms.agreement_no}　{day_text(one.signed_on)}签署"
                    + (f"　变更原因：{one.reason}" if one.reason else ""),
                    *one.terms.clauses,
                )
            ),
        )
        for at, one in enumerate(case.signed, 1)
    )
