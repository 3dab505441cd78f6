"""What decides whether a case is taken in (受理审查): the checklist, and disputes that come back.

A tick says that a dispute is one of those a committee must not mediate; its words are the reason on the
notice (不予受理告知书), and the ways told there are found by them in the editable table. Brief §1.4;
75号令 第二十二条 (待核); 人民调解法 §17; 反家庭暴力法 §13, §14. Title disputes are none of them: R30 warns.
Refuses to know: the case, papers.
"""

from dataclasses import dataclass

from zsapp.base.items import SHORT, Thing, item, items


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission(Thing):
    """The acceptance checklist (受理审查清单): yes to any of them, and the case is not taken in."""

    crime: bool | None = item("涉嫌犯罪，属于刑事案件", law="75号令 第二十二条（待核）")
    security: bool | None = item("属于治安案件，应当由公安机关处理", law="75号令 第二十二条（待核）")
    status: bool | None = item(
        "请求确认亲子关系、婚姻无效或者解除婚姻、收养关系", law="民法典 第一千零七十三条、第一千零八十条"
    )
    administrative: bool | None = item(
        "不服行政处罚、征收、行政许可、社会保险核定等行政决定", law="75号令 第二十二条（待核）"
    )
    elsewhere: bool | None = item(
        "人民法院、仲裁机构、公安机关或者其他行政机关已经受理或者解决", law="75号令 第二十二条（待核）"
    )
    special: bool | None = item(
        "属于破产、宣告失踪、宣告死亡或者认定行为能力等特别程序的案件", law="75号令 第二十二条（待核）"
    )
    unwilling: bool | None = item("一方当事人明确拒绝调解", law="人民调解法 第十七条")
    abuse: bool | None = item(
        "未成年人、老年人等遭受或者疑似遭受家庭暴力，应当及时报案", law="反家庭暴力法 第十三条、第十四条"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening(Thing):
    """A dispute that comes back after it was closed (重新受理): which case it was, and why again."""

    number: str = item("原案卷号", maximum=SHORT)
    result: str = item("原案结果", maximum=SHORT)
    reason: str = item("重新受理的理由", maximum=2000)


def grounds_of(admission: Admission | None) -> tuple[str, ...]:
    """Return what stands against taking the case in, in the words of the notice."""
    if admission is None:
        return ()
    return tuple(one.label for one in items(Admission) if getattr(admission, one.name))
