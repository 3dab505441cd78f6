"""How a committee is asked for (调委会栏目). Plain data."""

from zsapp.rules.committee import RosterMediator
from zsapp.screens.kit.layout import Block, Cards, Fields, Fold, Rows, ask


def heading(one: RosterMediator, index: int) -> str:
    """Return a card's heading: 主任 · 刘建国."""
    return f"{one.post or one.kind or '调解员'} · {one.name}" if one.name else f"调解员（第{index + 1}位）"


def member() -> RosterMediator:
    """Return a blank member."""
    return RosterMediator(kind="委员", hours="兼职")


def engaged() -> RosterMediator:
    """Return a blank engaged mediator."""
    return RosterMediator(kind="聘任", hours="专职")


BLOCKS: tuple[Block, ...] = (
    Fields(
        title="调委会",
        asks=(
            ask("name", wide=True, need=True, hint="全称，与印章一致"),
            ask("kind"),
            ask("trade", hint="行业性、派驻的填写"),
            ask("founded"),
            ask("elected"),
            ask("address", wide=True),
            ask("phone"),
            ask("seal_note", hint="如：由村委会文书保管"),
        ),
    ),
    Cards(
        title="调解员名册",
        path="mediators",
        heading=heading,
        blocks=(
            Fields(
                asks=(
                    ask("name", need=True),
                    ask("sex"),
                    ask("kind"),
                    ask("post"),
                    ask("hours"),
                    ask("phone"),
                    ask("since"),
                    ask("until"),
                )
            ),
            Fold(
                title="更多（出生日期、证件、学历、备案、培训）",
                blocks=(
                    Fields(
                        asks=(
                            ask("birth"),
                            ask("ethnicity"),
                            ask("id_no"),
                            ask("education"),
                            ask("political"),
                            ask("law_degree"),
                            ask("grade"),
                            ask("filed"),
                            ask("public_servant"),
                            ask("address", wide=True),
                        )
                    ),
                    Rows(
                        title="培训",
                        path="trainings",
                        columns=4,
                        word="次",
                        asks=(ask("day", short=True), ask("topic"), ask("host"), ask("hours")),
                    ),
                ),
            ),
        ),
        words=(("添加委员", member), ("添加聘任调解员", engaged)),
    ),
)
