"""How a subsidy scheme is asked for (补贴办法栏目). Plain data."""

from zsapp.screens.kit.layout import Block, Fields, Rows, ask

BLOCKS: tuple[Block, ...] = (
    Fields(
        title="补贴办法",
        note="照现行有效的文件填写；没有公开的金额不要自行填写",
        asks=(
            ask("name", wide=True, need=True),
            ask("doc_no", need=True, hint="如：某府办〔2026〕1号"),
            ask("payer"),
            ask("valid_from", need=True),
            ask("valid_to", need=True),
        ),
    ),
    Rows(
        title="标准",
        path="rows",
        columns=3,
        word="项",
        asks=(ask("grade"), ask("form"), ask("amount")),
    ),
    Fields(
        title="条件与上限",
        asks=(
            ask("confirmed"),
            ask("failed"),
            ask("per_case"),
            ask("per_mediator_month"),
            ask("score_min"),
            ask("split"),
            ask("filed_only"),
            ask("performed"),
            ask("note", wide=True),
        ),
    ),
)
