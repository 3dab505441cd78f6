"""How the counters of a month are asked for (填报栏目). Plain data."""

from zsapp.screens.kit.layout import Block, Fields, Fold, ask

BLOCKS: tuple[Block, ...] = (
    Fields(
        title="排查和预防",
        note="只填这个月排查、预防的数；已经立案调解的，案件里有，不要重复填",
        asks=(ask("screened"), ask("averted")),
    ),
    Fields(
        title="防止激化（没有立案的）",
        asks=tuple(
            ask(f"{name}.{part}", f"{words}（{unit}）")
            for name, words in (
                ("suicide", "防止民间纠纷引起自杀"),
                ("crime", "防止民间纠纷转化为刑事案件"),
                ("petition", "防止群体性上访"),
                ("brawl", "防止群体性械斗"),
            )
            for part, unit in (("incidents", "件"), ("people", "人"))
        ),
    ),
    Fold(
        title="起诉后法院的处理",
        blocks=(Fields(asks=(ask("upheld"), ask("changed"), ask("revoked"), ask("note", wide=True))),),
    ),
)
