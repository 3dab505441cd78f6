"""What is asked of what is done for everybody (工作栏目): the adviser's log, the roster, publicity."""

from zsapp.screens.front_desk.parts import Asked
from zsapp.screens.kit.layout import Fields, Fold, Rows, Ticks, ask

LOG = Asked(
    blocks=(
        Fields(
            title="谁、哪天、多久",
            asks=(
                ask("adviser.name", "法律顾问", need=True),
                ask("adviser.licence"),
                ask("date", need=True),
                ask("mode"),
                ask("place", wide=True),
            ),
        ),
        Rows(
            title="到离时间",
            path="periods",
            columns=2,
            word="段",
            asks=(ask("begin", hint="09:00"), ask("end", hint="12:00")),
        ),
        Fields(
            title="做了什么（没有的不填）",
            asks=tuple(
                ask(f"counters.{one}")
                for one in (
                    *("consultations", "lectures", "mediations", "drafts", "aided", "trained", "leaflets"),
                    *("rules_mended", "contracts", "opinions", "meetings", "petitions", "check_ups"),
                )
            ),
        ),
        Rows(
            title="服务对象（姓名、电话、事项都要写）",
            path="served",
            columns=2,
            word="人",
            asks=(ask("name"), ask("phone"), ask("matter", wide=True), ask("result", wide=True)),
        ),
        Fold(
            title="成果、照片、村（社区）确认",
            blocks=(
                Fields(
                    asks=(
                        ask("photos"),
                        ask("results", wide=True, hint="几项之间用“、”隔开"),
                        ask("confirm.by"),
                        ask("confirm.date"),
                        ask("confirm.opinion", wide=True),
                    )
                ),
            ),
        ),
    ),
    first="adviser.name",
    help="到离时间按半小时计，一天不超过10小时；服务对象的姓名、电话、事项是必填的。",
)
ROSTER = Asked(
    blocks=(
        Fields(
            title="签约",
            asks=(
                ask("adviser.name", "姓名", need=True),
                ask("adviser.role"),
                ask("adviser.licence"),
                ask("firm"),
                ask("date", "签约开始日", need=True),
                ask("until"),
                ask("phone"),
                ask("service_day"),
                ask("substitute"),
                ask("board_photo"),
                ask("ended_on"),
                ask("org_name", "村（社区）", wide=True),
            ),
        ),
    ),
    first="adviser.name",
    help="法律顾问和法律明白人都登记在这里；法律明白人的“身份”选“法律明白人”。",
)
EVENT = Asked(
    blocks=(
        Fields(
            title="活动",
            asks=(
                ask("title", wide=True, need=True),
                ask("date", need=True),
                ask("time.begin", "开始时间", hint="15:00"),
                ask("time.end", "结束时间", hint="17:00"),
                ask("place", wide=True),
                ask("host"),
                ask("cohost", wide=True, hint="几个单位之间用“、”隔开"),
            ),
        ),
        Ticks(title="主题", path="topic"),
        Ticks(title="形式", path="form"),
        Ticks(title="对象", path="audience"),
        Fields(
            title="主讲人、人数、资料",
            asks=(
                ask("speaker.name", "主讲人"),
                ask("speaker.role"),
                ask("speaker.unit", wide=True),
                ask("attendance"),
                ask("online"),
                ask("materials.kinds", "资料种类"),
                ask("materials.copies", "资料份数"),
                ask("consultations"),
                ask("clues"),
                ask("trained"),
            ),
        ),
        Fold(
            title="存档和满意度抽样",
            blocks=(
                Fields(
                    asks=(
                        ask("photos"),
                        ask("signin_sheet"),
                        ask("article"),
                        ask("sample_kept"),
                        ask("cost"),
                        ask("clues_passed", wide=True),
                        *(
                            ask(f"satisfaction_sample.{one}")
                            for one in ("valid", "level5", "level4", "level3", "level2", "level1")
                        ),
                        ask("reviewer"),
                        ask("reviewed_on"),
                    )
                ),
            ),
        ),
    ),
    first="title",
    help="办活动以前先登记计划，办完再填人数；照片至少两张（全景、特写）。",
)
