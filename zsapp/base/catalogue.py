"""The catalogue of errors (错误目录): each code, its number for the telephone, its sentence, remedy and law.

Said by the exceptions of `errors.py`, which is where everybody gets a code from.
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Say:
    """One entry: a number the clerk can read out, what happened, what to do, and the law if it is the law.

    Sentence and remedy may have holes `{fact}`.
    """

    number: int
    sentence: str
    remedy: str
    law: str = ""


class Code(Enum):
    """Every error a user can meet. Names and numbers are stable for ever."""

    # 1xxx: what was typed on the command line or in a file
    USAGE = Say(1001, "命令写法不对：{what}", "请用 zsapp --help 查看写法")
    PASSPHRASE_MISSING = Say(1002, "没有提供口令", "请用 --passphrase-file 指明口令文件，或在终端中输入")
    FILE_MISSING = Say(1003, "找不到文件：{file}", "请核对文件名和所在的文件夹")
    DATE_WRONG = Say(1004, "日期“{text}”不对", "请写成 2026-03-09 的样子")
    FOLDER_MISSING = Say(
        1011, "没有这个文件夹：{folder}", "请核对文件夹的写法，没有的请先建好；要写到U盘的，请先插好U盘"
    )
    DATA_UNREADABLE = Say(1005, "文件内容无法识别", "请重新拷贝该文件；仍不行请联系来源单位重新导出")
    IMPORT_NOT_RECORDS = Say(1101, "文件里没有可导入的记录", "请核对：文件应是以 case: 或 id: 开头的记录清单")
    IMPORT_KEY_UNKNOWN = Say(
        1102, "不认识的项目“{key}”", "请删除或改正该项目名称后重新导入；其余记录不受影响"
    )
    IMPORT_TYPE_WRONG = Say(
        1103, "应填{wanted}，实际是“{got}”", "请改正该项目后重新导入；文字形式的数字请加引号"
    )
    TEXT_TOO_LONG = Say(1104, "内容过长：{length}字，最多{limit}字", "请缩短内容，或把详细经过写入调解记录")
    NUMBER_OUT_OF_RANGE = Say(1105, "数值“{got}”超出允许范围", "请核对金额或数量")
    LIST_TOO_LONG = Say(1106, "条目过多：{length}条，最多{limit}条", "请分成几份")
    TEXT_CONTROL_CHARACTER = Say(1107, "内容里有无法打印的控制字符", "请删除后重新输入")
    FILE_ENCODING = Say(
        1108, "文件的文字编码不是 UTF-8：{file}", "请用记事本打开，另存为，编码选 UTF-8，再重新导入"
    )
    SHEET_UNREADABLE = Say(
        1109,
        "这不是可以读取的 Excel 文件：{file}",
        "请用 WPS 或 Excel 打开后另存为 .xlsx 再导入；.xls 和加了密码的文件不能直接读取",
    )
    SHEET_UNKNOWN = Say(1110, "文件里没有“{sheet}”这张表；有：{sheets}", "请核对表的名称")
    LEDGER_HEADS_MISSING = Say(
        1111, "没有找到表头", "请核对是否台账；表头应有 {labels} 等栏目，也可以用 --map 指明各列"
    )
    LEDGER_COLUMN_MISSING = Say(
        1112, "没有找到这些栏目：{columns}", "请用 --map 指明，例如 --map 案由=纠纷类型"
    )
    LEDGER_COLUMN_UNKNOWN = Say(1113, "没有“{column}”这一栏", "请核对栏目的名称，或写列的字母，如 C")
    LEDGER_CELL_WRONG = Say(1114, "第{row}行 {column}：{message}", "请在表中改正后重新导入；其余各行不受影响")
    BATCH_UNKNOWN = Say(1115, "没有这一次导入：{batch}", "可用 zsapp record imports 查看")
    PATH_WRONG = Say(1006, "“{file}”用不上：{what}", "请核对文件名和所在的文件夹")
    REGION_UNKNOWN = Say(1008, "区划代码“{region}”不在中山市的区划表内", "请核对12位区划代码")
    REGION_NOT_OF_TIER = Say(1009, "{name}与所选层级不符", "村（社区）用 village，镇街用 town，市局用 city")
    PASSPHRASE_WEAK = Say(1010, "口令太短，至少{least}个字", "请换一个更长的口令；可以用一句容易记住的话")

    # 2xxx: records and rules
    RECORD_UNKNOWN = Say(2001, "没有这份记录：{ref}", "请核对编号；可用 zsapp record list 查找")
    RECORD_OTHER_KIND = Say(
        2008,
        "“{ref}”是{kind}的记录，不是法律援助申请",
        "查看请用 zsapp record show，检查请用 zsapp check，期限请用 zsapp deadlines",
    )
    RECORD_CHANGED = Say(2002, "这份记录已被另一处修改", "请重新打开后再改；您输入的内容已存为草稿")
    CASE_TYPE_MISSING = Say(2101, "还没有选纠纷类型", "请选择纠纷类型")
    CASE_PARTY_MISSING = Say(2102, "还没有填写当事人姓名或名称", "请至少填写一方当事人")
    CASE_FACTS_MISSING = Say(2103, "还没有填写纠纷情况", "请用一句话写明发生了什么事")
    CASE_STEP_NOT_OPEN = Say(2104, "现在还不能办理“{verb}”：目前是“{state}”", "请先办完前面的步骤")
    SECTOR_UNKNOWN = Say(
        2003,
        "这类记录目前还不能导入",
        "可以导入人民调解（以 case: 开头）、法律援助和各项服务（以 id: 开头，如 LA- C- R- N- P- LV-）的记录；"
        "本条没有导入",
    )
    REASON_MISSING = Say(2105, "还没有填写理由", "请写明理由后再继续；理由会记入操作记录")
    COMMITTEE_NAME_MISSING = Say(2108, "还没有填写人民调解委员会的名称", "请填写全称，与印章一致")
    COMMITTEE_UNKNOWN = Say(
        2115, "没有这个调委会：{name}", "请写全称，与印章一致；可用 zsapp committee list 查看"
    )
    AID_APPLICANT_MISSING = Say(2120, "还没有填写申请人姓名", "请填写申请人的姓名")
    AID_MATTER_UNKNOWN = Say(
        2121,
        "没有选援助事项，或者“{matter}”不在事项表内",
        "请从事项表中选择；没有列明的选 M99 其他事项，不会因此不予转交",
    )
    AID_RECEIVED_MISSING = Say(2122, "还没有填写接收日期", "请填写收到申请的日期；各项期限从这一天起算")
    AID_NO_ANSWER = Say(
        2123, "现在还不能{verb}：还没有导入法律援助处的相应结果", "请先用 zsapp decision import 导入结果"
    )
    AID_ANSWER_UNKNOWN = Say(
        2124,
        "不认识的结果“{status}”",
        "请写：受理、给予、不予、补正、视为撤回、转其他机构、办理中、终止或者结案",
    )
    AID_ANSWER_UNDATED = Say(2125, "“{status}”没有写明日期", "请按法律援助处的文书补上日期后重新导入")
    AID_ANSWER_EARLY = Say(
        2126, "结果的日期{date}早于接收申请的日期{received}", "请核对日期，或者是否写错了申请编号"
    )
    AID_BATCH_UNKNOWN = Say(2127, "没有这个转交批次：{batch}", "请核对批次号；可用 zsapp forward list 查看")
    AID_BATCH_EMPTY = Say(2128, "没有等待转交的法律援助申请", "请先登记申请；已经转交的不用再转")
    AID_SHEET_HEADS = Say(
        2721, "没有找到结果表的表头", "表里要有“{number}”和“{result}”这两栏；可以先写出空白结果表来填"
    )
    AID_STEP_EARLY = Say(
        2720, "“{verb}”的日期{date}早于{since}，那时还不可能办理", "请核对日期；日期写错的话改正后再登记"
    )
    GROUP_PRIVATE = Say(
        2860,
        "“{group}”不能记在人员资料上：人员资料各岗位都能看到",
        "请只在本次的申请或案件里登记；其余的人群类别可以照常记下",
        "个人信息保护法 第二十八条",
    )
    GROUP_UNKNOWN = Say(
        2861,
        "没有“{word}”这一项",
        "人群类别见代码表 group_flag，无障碍需要有：手语、轮椅、读屏、大字、语言、上门",
    )
    DESK_DAY_MISSING = Say(2801, "还没有填写日期", "请填写办理的日期；各项期限从这一天起算")
    DESK_ITEM_MISSING = Say(2802, "还没有填写{item}", "请填写{item}后再保存")
    PREMISES_HOURS_UNSET = Say(
        2862, "还没有登记开放时间，排不出值守表", "请先在“工作室”页填写每周的开放时间和参加值守的人员"
    )
    DUTY_NOT_PLANNED = Say(
        2863, "{day}没有安排值守，不用登记未开放", "当天加开了的，请登记“开放”；计划有变的，请先改值守表"
    )
    PREMISES_ITEM_UNKNOWN = Say(2864, "没有“{item}”这一栏", "可用 zsapp premises show 查看有哪些栏目")
    REFERRAL_NO_CONSENT = Say(
        2803,
        "当事人还没有同意转介",
        "请先征得同意并登记（zsapp record act 编号 consent）；情况紧急的，把紧急程度写为“紧急”",
        "个人信息保护法 第二十三条",
    )
    REFERRAL_MISSING = Say(2804, "这份记录还没有转介", "请先登记转介给谁（zsapp record act 编号 refer）")
    RATING_WRONG = Say(
        2805, "评价“{text}”不对", "请写1至5分：5非常满意，4满意，3基本满意，2不满意，1非常不满意"
    )
    RATING_GIVEN = Say(2740, "这次服务已经评价过", "评价不重复登记；当事人有新的意见，请在“回访”里写明")
    DESK_NO_RESULT = Say(2806, "还没有复议机构的结果", "请先用 zsapp reconsideration import 导入结果")
    DESK_RESULT_UNKNOWN = Say(
        2807, "不认识的结果“{status}”", "请写：受理、补正、不予受理、撤回、终止、转送、维持、变更、撤销等"
    )
    TURN_UNFIT = Say(2808, "{what}的这份记录不能这样转办", "可以从来访记录转为：{known}")
    PERSON_MERGE_SELF = Say(2109, "这是同一份人员资料，不需要合并", "请选择另一份资料")
    NUMBER_PATTERN_WRONG = Say(
        2004,
        "编号格式不对：{pattern}",
        "格式里要有 {{year}}（年份）、{{short}}（简称）和 {{serial}}（顺序号），其余照写",
    )
    STATION_NAME_MISSING = Say(2005, "还没有填写工作站名称", "请填写全称，它会印在文书和数据包上")
    ROLE_MAY_NOT = Say(2006, "{role}不能{what}", "请由{who}办理；没有改动")
    ADMINISTRATOR_LAST = Say(
        2007, "“{user}”是最后一位可以管理用户的人，不能改任{role}", "请先让另一位担任站长或管理员；没有改动"
    )
    MONTH_WRONG = Say(2110, "月份“{text}”不对", "请写成 2026-03 的样子")
    SUBSIDY_UNSET = Say(
        2111, "现在不能申报补贴：{what}", "请管理员按现行办法填写文号、有效期和金额；案件不受影响"
    )
    SUBSIDY_NOTHING = Say(2112, "没有可以申报补贴的案件", "请核对月份，或先办结案件")
    SUBSIDY_STOPPED = Say(2113, "有{count}处不符合补贴办法：{first}", "请先改正；确有理由的写明后再申报")
    CLAIM_STEP_NOT_OPEN = Say(2114, "现在还不能{verb}：目前是“{state}”", "请先办完前面的步骤")
    RULE_NOT_FIRED = Say(2107, "检查{rule}目前没有提出问题，不需要写理由", "无需处理")

    # 22xx: statistics
    REPORT_UNEVEN = Say(
        2201, "统计表有{count}处数字不相符：{first}", "请打开所列案件改正后再导出或锁定；表内数字没有改动"
    )
    PERIOD_OPEN = Say(2202, "统计期到{last}才结束，现在还不能锁定", "请在统计期结束后再锁定；可以先导出核对")
    PERIOD_FROZEN = Say(2203, "{period}的统计表已经锁定", "需要改的，请写明理由后重新锁定；原来的数字仍保留")

    # 23xx: printed numbers
    BLOCK_WRONG = Say(2301, "编号段不对：{what}", "请写明年份、起号和止号，例如 2026年 200 到 399")
    BLOCK_OVERLAP = Say(
        2302,
        "{year}年的编号段 {first}—{last} 与 {taken} 重叠",
        "请改用没有分给别的电脑的号段；已编的号没有改动",
    )
    BLOCK_UNKNOWN = Say(2303, "没有 {year}年从 {first} 开始的编号段", "请用 zsapp numbers list 核对")
    NUMBERS_UNSET = Say(
        2304,
        "{year}年还没有给这台电脑设编号段",
        "请在“工作站”页的“编号段”中设置本机当年的号段；您输入的内容已存为草稿",
    )
    NUMBER_PRINTED = Say(
        2305, "编号{number}已经印在正式文书上，不能改动", "请改回原来的编号；确需更换的，另行登记并注明"
    )
    DAY_AHEAD = Say(2306, "日期{day}还没有到", "请核对日期；事情办完后再记录，今天是{today}")

    # 24xx: signed agreements
    AGREEMENT_SIGNED = Say(
        2401,
        "第{version}版协议已于{day}签署，这一栏不能改",
        "各方同意变更的，请按“变更协议”另立一版；您输入的内容没有丢失",
        "民法典 第五百四十三条",
    )
    AGREEMENT_STEP_NOT_OPEN = Say(2402, "现在还不能{verb}：{what}", "请先办完前面的步骤；没有改动")
    PRINT_OLDER = Say(
        2403,
        "协议书正式打印之后又改过这一栏",
        "当事人签的是打印的那一份：请重新打印后签署，或改回打印时的内容",
    )
    AGREEMENT_UNKNOWN = Say(
        2404, "没有已签署的第{version}版协议", "请用 zsapp record agreements 编号 核对有哪几版"
    )

    # 3xxx: this machine and its store
    PASSPHRASE_WRONG = Say(3001, "口令不正确", "请检查大小写和输入法后重试；忘记口令请用恢复码")
    HOME_MISSING = Say(
        3002, "这个文件夹里还没有建立工作站：{home}", "请先运行 zsapp init 建站，或核对数据文件夹"
    )
    HOME_EXISTS = Say(3003, "这个文件夹里已经有一个工作站", "请换一个空文件夹；原有数据没有改动")
    HOME_IN_USE = Say(3004, "程序已经打开，正在使用同一份数据", "请切换到已打开的窗口；或先关闭它再试")
    HOME_READ_ONLY = Say(
        3005, "数据文件夹不能写入：{home}", "请解除只读，或换一个可以写入的位置；数据没有改动"
    )
    DISK_FULL = Say(3006, "磁盘已满，没有保存", "请腾出空间后再试；已保存的内容完好，您输入的内容还在窗口中")
    STORE_DAMAGED = Say(
        3007, "数据文件已损坏", "请不要继续使用这份数据；用备份恢复，或运行 zsapp doctor 查看详情"
    )
    STORE_NEWER = Say(3008, "数据由更新版本的程序写成", "请先升级本程序；数据没有改动")
    STORE_BUSY = Say(3009, "数据正忙", "请稍候再试")
    CHAIN_BROKEN = Say(3010, "操作记录的链条在第{seq}笔登记那里断开", "请停止使用，保留现场，并联系司法所")
    CLOCK_BEHIND = Say(
        3011, "本机时间早于上一次保存的时间（{last}）", "请校准电脑时间后再保存；您输入的内容没有丢失"
    )
    BLOB_DAMAGED = Say(3012, "保存的文书或附件已损坏", "请用备份恢复该文件")
    UPGRADE_FAILED = Say(3013, "升级数据没有成功，原数据保持不变", "请把日志交给技术人员；可以继续使用旧版本")
    RECOVERY_WRONG = Say(3014, "恢复码不正确", "请对照建站时打印的恢复码，逐字核对")
    DISK_FAULT = Say(3015, "读写磁盘时出错：{what}", "请检查磁盘或连接线后重试；已保存的内容没有改动")
    USER_UNKNOWN = Say(3016, "没有这个用户：{user}", "请核对用户名")
    USER_MISSING = Say(3017, "这台电脑上有几个用户，还没有指明是哪一个", "请选择或输入用户名")
    USER_EXISTS = Say(3018, "已经有同名的用户：{user}", "请换一个用户名，例如加上村名")
    STORE_BEHIND = Say(
        3019,
        "这份数据比本机最后一次保存的要旧（第{seq}笔登记之后的缺失），现在只能查看，不能保存",
        "有更新的备份请先恢复它；没有的，请站长在“备份”页按“另起一段，继续登记”，再请上级补发缺的",
    )
    STORE_FORKED = Say(
        3024,
        "别处有一份第{seq}笔登记与本机的不同：有两台电脑在用同一份数据，现在只能查看，不能保存",
        "请停用其中一台并联系司法所，请上级在“备份”页给本站“补发”，带回来导入；"
        "等不及的，请站长在“备份”页按“另起一段，继续登记”；两台写的都不会丢失",
    )
    NUMBERS_SPENT = Say(3020, "{year}年的编号段已用完", "请向司法所申请新的编号段")
    TABLE_DAMAGED = Say(3021, "数据表 {file} 不能使用：{what}", "请重新安装程序，或恢复该文件原来的内容")

    SCREEN_MISSING = Say(
        3022, "这里没有屏幕，打不开窗口", "请在桌面上打开；没有屏幕时可以用命令行，写法见 zsapp --help"
    )
    PASSPHRASE_WAIT = Say(
        3023, "口令连续输错{count}次，请等{seconds}秒再试", "请核对大小写和输入法；忘记口令请用恢复码"
    )

    # 304x–306x: backups, restoring, epochs
    RESTORE_NOT_EMPTY = Say(
        3040, "这个文件夹里已经有东西：{home}", "恢复只能放进空文件夹：请换一个，或先把旧的数据文件夹改名"
    )
    BACKUP_GONE = Say(
        3041, "备份的位置不见了：{place}", "请插好U盘，或核对文件夹；以前的备份和本机数据都没有改动"
    )
    BACKUP_FULL = Say(
        3042,
        "放备份的地方空间不足：{place}",
        "请删除上面不要的文件，或换一个U盘；以前的备份没有改动",
    )
    BACKUP_READ_ONLY = Say(
        3043, "放备份的地方不能写入：{place}", "请关闭U盘的写保护开关，或换一个地方；以前的备份没有改动"
    )
    BACKUP_BAD = Say(
        3044, "备份写入后核对不一致：{what}", "这一份没有采用；请换一个U盘再备份，以前的备份没有改动"
    )
    BACKUP_DAMAGED = Say(3045, "这份备份不完整或已损坏：{what}", "请选另一份备份；没有改动任何数据")
    BACKUP_NONE = Say(3046, "这里没有备份：{place}", "请选放备份的U盘或文件夹（里面有 zsapp-backup）")
    BACKUP_FAULT = Say(
        3047, "读写备份时出错：{what}", "请重新插好U盘后再试，仍不行请换一个；本机数据没有改动"
    )
    CLOCK_AHEAD = Say(
        3048,
        "本机时间比上一次保存（{last}）晚了一年以上，可能不对",
        "请校准电脑时间；时间确实无误的，请站长在“备份”页按“时间无误，继续登记”",
    )
    EPOCH_NOT_NEEDED = Say(3049, "这份数据可以正常登记，不需要另起一段", "无需处理")
    BACKUP_UNSET = Say(3050, "还没有选备份放在哪里", "请在“备份”页选一个U盘或文件夹")
    BACKUP_INSIDE = Say(3051, "备份不能放在数据文件夹里面：{place}", "请选U盘，或另一个磁盘上的文件夹")
    BACKUP_SEVERAL = Say(
        3053, "这里有几个工作站的备份：{names}", "请指明用哪一份备份文件；可用 zsapp backup --list 列出"
    )
    BACKUP_RUNNING = Say(3052, "正在备份，不能同时再来一次", "请等这一次做完")

    # 4xxx: papers
    PRINT_STOPPED = Say(
        4001, "还有{count}个问题，不能正式打印：{first}", "请改正，或写明理由放行；草稿仍可打印"
    )
    SEAL_MISSING = Say(
        4002, "没有找到核验二维码", "请核对是否本系统打印的正式文书；照片请拍清楚文书上的二维码"
    )
    SEAL_UNREADABLE = Say(4003, "核验二维码无法识别", "请重新扫描或拍照")
    FORM_UNKNOWN = Say(4101, "没有这种文书：{form}", "可用 zsapp form list 查看全部文书")
    FORM_NEEDS = Say(
        4107, "《{title}》还不能正式打印：案件里还没有{what}", "请先填写；空白表和草稿现在就可以打印"
    )
    SCAN_UNREADABLE = Say(
        4108, "《{name}》不是可以识别的图片或PDF", "请重新扫描或拍照，存为 JPG、PNG 或 PDF；原件没有改动"
    )
    SCAN_TOO_LARGE = Say(
        4109, "《{name}》太大：{size}，最多{limit}", "请降低扫描分辨率（200点即可），或分成几份"
    )
    SCAN_UNKNOWN = Say(4110, "没有第{number}份扫描件", "请用 zsapp scan list 核对序号")
    VOLUME_CASE_UNFIT = Say(4131, "“{number}”不能装入合卷：{why}", "请去掉这一件后重新选择；它可以一案一卷")
    PAGES_WRONG = Say(4111, "页号不对：{first} 到 {last}", "起页不能小于1，止页不能小于起页")
    PAPER_NAME_MISSING = Say(4112, "还没有写明材料名称", "请写明材料名称，它会列入卷内目录")
    FORM_BROKEN = Say(4102, "文书格式文件 {file} 有误：{what}", "请重新安装程序，或联系制作该文书格式的人")
    GLYPH_MISSING = Say(
        4103,
        "“{char}”（{point}）无法正常打印",
        "请核对该字是否录入有误；确是生僻字的，请打印空白文书手写，不要换成别的字",
    )
    FONT_UNUSABLE = Say(4104, "字体文件 {file} 不能使用", "请重新安装程序")
    PAPER_UNREADABLE = Say(4105, "这不是可以识别的 PDF 文书", "请重新拷贝该文件后再试")
    SEAL_TOO_LONG = Say(4106, "核验信息过长：{length}字节，二维码最多{limit}字节", "请联系技术人员")
    PRINTER_REFUSED = Say(
        4201, "打印机“{printer}”没有接受：{what}", "请检查打印机是否开机、有纸；也可以先另存为 PDF"
    )

    # 50xx: packages
    PACKAGE_DAMAGED = Say(
        5001, "数据包已损坏或被改动：{file}", "请重新拷贝该文件；仍不行请对方重新导出；本机数据没有改动"
    )
    PACKAGE_NOT_FOR_US = Say(5002, "这个数据包不是发给本站的", "请交给收件单位；本机数据没有改动")
    PACKAGE_ALREADY = Say(5003, "这个数据包已经导入过", "无需再导入；{answer}")
    PACKAGE_FOREIGN = Say(
        5004,
        "数据包来自不认识的机构体系，证书无法核对",
        "请核对U盘的来源；确是下级单位的，请其先向本站办理证书；本机数据没有改动",
    )
    PACKAGE_SCOPE = Say(
        5005, "“{name}”不在管辖范围内", "请核对U盘的来源，交给有管辖权的单位；本机数据没有改动"
    )
    CERT_EXPIRED = Say(
        5006,
        "“{name}”的证书不在有效期内（{first}至{last}）",
        "请核对电脑日期；日期无误的，请该单位向上级续办证书后重新导出",
    )
    CERT_REVOKED = Say(5007, "“{name}”的证书已被吊销", "请联系该单位核实，重新办理证书后再导出")
    PACKAGE_OLDER = Say(
        5008, "数据包已过时：里面的内容都已随较新的数据包收到", "无需导入；请以最新导出的数据包为准"
    )
    PACKAGE_NEWER = Say(5009, "数据包由更新版本的程序写成", "请先升级本程序；数据包请保留，升级后再导入")
    PACKAGE_GAP = Say(
        5010,
        "中间缺少第{first}至{last}笔登记，不能跳过",
        "请先导入较早的数据包；找不到的，把带回执的U盘交还对方重新导出",
    )
    PACKAGE_FORKED = Say(
        5011,
        "“{name}”的第{seq}笔登记与本机已收到的不同，可能有两台电脑在用同一份数据",
        "请暂停导入，联系对方核对是否恢复过备份或复制过程序；本机数据没有改动",
    )
    PACKAGE_OWN = Say(5012, "这是本站自己导出的数据包", "请交给上级单位导入")
    PACKAGE_SUITE = Say(
        5013,
        "数据包的加密方式“{suite}”不在允许的范围内",
        "请对方改用规定的加密方式重新导出；本机数据没有改动",
    )
    PACKAGE_TRAINING = Say(5014, "练习站的数据包不能导入正式站", "请在练习站中打开；本机数据没有改动")
    PACKAGE_RECORD_BAD = Say(
        5015, "第{seq}笔登记的内容不符合要求：{what}", "请对方升级程序后重新导出；本机数据没有改动"
    )
    PACKAGE_CHAIN = Say(
        5016,
        "对方的操作记录链条在第{seq}笔登记那里断开",
        "请暂停导入，保留U盘，联系技术人员；本机数据没有改动",
    )
    PACKAGE_SEALED = Say(5017, "本站的密钥打不开这个数据包", "请对方按本站现在的证书重新导出")
    EXPORT_NOTHING = Say(5018, "没有需要导出的内容", "对方已收到全部内容；有新的登记后再导出")
    NOT_A_PACKAGE = Say(
        5019, "这里没有数据包或回执：{file}", "请选择U盘上的 zspkg、zsack 文件或其所在的文件夹"
    )
    PACKAGE_RETIRED = Say(
        5021, "数据包的格式太旧，已不能读取", "请对方先升级程序，再重新导出；本机数据没有改动"
    )
    PACKAGE_KEY_OTHER = Say(
        5022,
        "“{name}”的工作站编号在本机登记的是另一把密钥",
        "请暂停导入，联系对方核对是否复制过数据文件夹；应重新建站后再办理证书；本机数据没有改动",
    )
    PACKAGE_RECORD_OTHERS = Say(
        5023,
        "第{seq}笔登记写的记录属于另一个工作站，“{name}”不能改动它",
        "请暂停导入，联系对方核对这份记录是谁登记的；本机数据没有改动",
    )
    CANCELLED = Say(5020, "已取消，没有改动", "需要时请重新开始")
    RESTRICTED_WAITS = Say(
        5024,
        "限制查看的记录还不能送出：本站不知道市级接收单位的证书",
        "请向上级重新领取带有市级证书的入网证书；记录保存在本机，没有送出",
    )

    # 51xx: certificates
    CERT_MISSING = Say(
        5101,
        "本站还没有证书，不能导出或导入",
        "请在“工作站”页的“入网证书”中生成申请，交上级批准后安装证书",
    )
    CERT_DAMAGED = Say(5102, "证书文件已损坏或被改动", "请重新拷贝该文件；仍不行请上级重新签发")
    CERT_NOT_OURS = Say(5103, "这份证书不是发给本站的", "请核对文件；重装过程序的，请重新生成证书申请")
    CERT_UNKNOWN = Say(5104, "没有这个证书：{serial}", "请用 zsapp cert list 核对证书编号")
    CERT_ROOT_OTHER = Say(
        5105, "证书属于另一个机构体系，与本站已安装的不同", "请向原来的上级单位申请证书；本站证书没有改动"
    )
    CERT_NOT_YOURS = Say(5106, "只能吊销本站签发的证书", "请联系签发该证书的单位")
    REQUEST_DAMAGED = Say(5107, "证书申请文件已损坏或被改动", "请对方重新生成证书申请")
    REQUEST_SCOPE = Say(
        5108, "“{name}”（{region}）不归本站管辖，不能批准", "请核对区划代码和层级；应由其直接上级批准"
    )
    REQUEST_KEY_OTHER = Say(
        5109,
        "“{name}”的工作站编号已用另一把密钥办过证书",
        "请核对：可能是复制的数据文件夹；应在新电脑上重新建站后再申请",
    )

    CERT_OVER = Say(
        5360,
        "本站证书已于{last}到期，暂时不能导出；数据都在本机，没有丢失",
        "请在“数据交换”的“证书”页把续期申请写到U盘，交上级批准；装上新证书后再导出",
    )
    CERT_ABOVE_OVER = Say(
        5361,
        "上级“{name}”的证书已于{last}到期，暂时不能导出；数据都在本机，没有丢失",
        "请联系上级续办证书；导入上级带回的新回执后即可导出",
    )
    CERT_OWN_REVOKED = Say(
        5362,
        "本站的证书已被“{name}”吊销：{reason}",
        "数据都在本机，没有丢失；请打电话向上级问清楚，需要时重新申请证书",
    )
    REQUEST_REFUSED = Say(
        5363, "上级没有批准本站的证书申请：{reason}", "请按原因改正后重新申请，或打电话向上级问清楚"
    )
    REQUEST_NONE = Say(
        5364, "没有“{station}”等待答复的证书申请", "请核对名单；名单里没有的，请对方重新把申请写到U盘"
    )
    REQUEST_REPLACES = Say(
        5371,
        "要更换的原工作站“{station}”没有本站签发给同一单位的证书，没有批准",
        "请与对方核对原工作站的编号；用 zsapp cert show 可以查到",
    )
    CERT_REASON_MISSING = Say(5365, "还没有写明原因", "请写明原因，对方会看到")
    ESCROW_NONE = Say(
        5368,
        "这里没有工作站“{station}”托管的恢复码",
        "请核对工作站；它入网后导出的数据包到市里后才有托管的恢复码",
    )
    ESCROW_SECOND = Say(
        5369, "“{user}”已经同意过，还需要另一位管理人员同意", "请另一位有“数据交换”管理权限的人员登录后办理"
    )
    ESCROW_SEALED = Say(
        5370, "托管的恢复码打不开", "请该站重新导出一次数据包，再办理；仍不行请用该站自己封存的恢复码"
    )
    REQUEST_DONE = Say(
        5374,
        "“{name}”的这份证书申请{state}",
        "对方没有收到答复的，请在“证书”页把答复写到U盘；U盘上的申请文件可以删除",
    )
    REQUEST_OWN = Say(5367, "这是本站自己的证书申请", "请把U盘交给上级工作站导入")
    CERT_ROOT_ENDS = Say(
        5366, "市级根证书由本站自己签发，没有上级可以续期", "根证书到期前请联系软件维护方更换全市的根证书"
    )

    # 52xx: acknowledgements
    ACK_DAMAGED = Say(5201, "回执已损坏或被改动：{file}", "请对方重新写出回执；本机数据没有改动")
    ACK_FOREIGN = Say(5202, "回执不是由本站的上级单位签发的", "请核对U盘的来源；本机数据没有改动")
    ACK_NOT_FOR_US = Say(5203, "这份回执是给别的单位的", "请交给该单位；本机数据没有改动")
    ACK_STALE = Say(5204, "这份回执比已收到的要旧", "无需处理；请以最新的回执为准")
    ACK_AHEAD = Say(
        5205,
        "{name}已收到第{seq}笔登记，而本机只有{own}笔：本机可能恢复过旧备份",
        "请它在“备份”页给本站“补发”，把U盘带回来导入；它收到的内容没有丢失",
    )
    ACK_FORKED = Say(
        5206,
        "{name}收到的第{seq}笔登记与本机的不同：可能有两台电脑在用同一份数据",
        "请暂停登记，联系司法所核对，再请它在“备份”页给本站“补发”；本机写的不会丢失",
    )

    # 53xx: reviews, transfers, conflicts
    REVIEW_NOT_YOURS = Say(
        5301,
        "“{title}”不归本站校核",
        "本站校核的是直接下级工作站报来的记录；自己登记的和更下级的，由登记单位的上级校核",
    )
    REVIEW_STANDS = Say(
        5302,
        "“{title}”的这一版已经校核过：{state}",
        "下级改正后重新报来的，会再列为待校核；需要补充的可以写意见",
    )
    DOWN_WRONG = Say(5303, "不能下发：{what}", "请核对后重试；没有下发任何内容")
    DOWN_UNKNOWN = Say(5306, "没有收到过上级下发的“{name}”", "请核对名称；可用 zsapp down list 查看")
    DOWN_NOTICE = Say(5307, "通知只供阅读，不能停用或启用", "请核对名称；可以停用的是数据表和文书格式")
    RECEIPT_NOT_OURS = Say(
        5305,
        "这份回执不是本站出具的，不能由本站打印回执单",
        "请由出具回执的单位打印；本站可以给下级打印自己的回执单",
    )
    STATION_UNKNOWN = Say(
        5304, "没有这个下级工作站：{station}", "请核对；可用 zsapp cert list 查看本站的下级工作站"
    )

    TRANSFER_OPEN = Say(
        5311,
        "这份记录已提出移交，等待对方接收，现在不能改动",
        "对方接收前要改的，请先撤回移交；您输入的内容已存为草稿",
    )
    TRANSFER_GONE = Say(
        5312,
        "这份记录已移交给别的工作站，本站只能查看",
        "需要改动的，请联系接收的工作站；您输入的内容已存为草稿",
    )
    TRANSFER_NOT_OPEN = Say(5313, "不能{what}：{why}", "请核对移交情况；可用 zsapp transfer list 查看")

    CONFLICT_UNKNOWN = Say(
        5321, "“{title}”的“{name}”没有等待决定的冲突", "请核对项目名；可用 zsapp review conflicts 查看"
    )

    # 54xx: the network, up and down
    UPSTREAM_URL = Say(
        5401,
        "数据库地址写得不对：{what}",
        "请写成 sqlite:///文件 或 postgresql://用户@主机/库名；不写则用数据文件夹",
    )
    UPSTREAM_UNREACHABLE = Say(
        5402, "连不上数据库（{what}）", "请检查数据库是否已启动、地址和口令是否正确；已收下的数据没有丢失"
    )
    UPSTREAM_FAULT = Say(
        5403, "数据库拒绝了这次写入（{what}）", "请查看数据库的日志，联系技术人员；这次没有写入任何内容"
    )
    HUB_EXTRA_MISSING = Say(
        5404,
        "没有安装联网接收所需的程序包",
        "请用 sh installer/run.sh hub serve 启动，它会先装好所缺的程序包",
    )
    HUB_ADDRESS = Say(5405, "上级地址写得不对：{what}", "请写成 主机:端口，按上级告知的一字不差地填写")
    HUB_LISTEN = Say(5406, "不能在 {what} 上接收", "请检查地址和端口是否已被别的程序占用，或换一个端口")
    HUB_CERTIFICATE = Say(5407, "网站证书或其私钥不能使用：{what}", "请核对 --tls-cert 和 --tls-key 两个文件")
    HUB_VILLAGE = Say(5408, "村级工作站没有下级，不能开设联网接收", "请在镇街或市级工作站上运行")
    HUB_UNREACHABLE = Say(
        5411, "没有连上上级：{what}", "请检查网线、无线网和上级地址；一时连不上可以用U盘，数据没有丢失"
    )
    HUB_PROXY = Say(5412, "代理服务器没有放行：{what}", "请联系网络管理员放行上级地址，或改用U盘")
    HUB_PORTAL = Say(
        5413,
        "应答的不是上级工作站，可能是上网登录页或防火墙",
        "请先用浏览器打开任意网页完成上网登录，再试一次；没有任何内容算作已送达",
    )
    HUB_PIN = Say(
        5414,
        "上级网站证书的指纹不符：现在是 {found}",
        "请停止使用，打电话向上级核对指纹；确已更换的，按新指纹填写",
    )
    HUB_UNPINNED = Say(
        5415,
        "还没有填写上级网站证书的指纹，它现在是 {found}",
        "请打电话与上级核对这串指纹，一致的填到“指纹”一栏再试",
    )
    HUB_CUT = Say(5416, "传送中断：{what}", "请再试一次，会从断开处接着传；没有收到回执的不算送达")
    HUB_FOREIGN = Say(5417, "“{name}”不是本站的上级", "请核对上级地址；没有传送任何内容")
    HUB_BUSY = Say(5418, "上级正忙，请稍后再试", "几分钟后再试一次，会从断开处接着传")
    HUB_SAID_NO = Say(5419, "上级没有收下：{what}", "上级的说明：{remedy}")
    REQUEST_UNSIGNED = Say(5431, "请求没有有效的工作站签名", "请升级程序后再试；仍不行请重新办理证书")
    REQUEST_TOO_LARGE = Say(5432, "数据卷太大：{size}字节，最多{most}字节", "请升级程序后重新导出")
    REQUEST_TOO_MANY = Say(5433, "请求太频繁", "请过几分钟再试")
    VOLUME_RANGE = Say(5434, "续传的位置不对，应从第{at}字节接着传", "请再试一次")
    VOLUME_DAMAGED = Say(5435, "传到的数据卷与其校验值不符", "请再试一次，会从头重传这一卷")
    BUREAU_FORM = Say(5437, "页面已过期，没有办理", "请返回上一页刷新后再办")
    REQUEST_NOT_YOURS = Say(5436, "“{name}”不在本站管辖范围内", "请核对上级地址，联系有管辖权的单位")

    # 534x: two machines with one key, epochs, what is given back
    STATION_FORKED = Say(
        5340,
        "“{name}”疑有两台电脑在用同一份数据，先不接收它的数据包",
        "请联系对方核实，再在“备份”页或用 zsapp package forks 处理；已收到的和没有收下的都保留着",
    )
    EPOCH_GAP = Say(
        5341,
        "“{name}”恢复数据之前的登记还没有收齐（收到第{last}笔，需要到第{seq}笔）",
        "请对方重新导出一次，会从缺的地方补起；本机数据没有改动",
    )
    REBASELINE_FOREIGN = Say(5342, "补发的文件不是由本站的上级单位给的", "请核对U盘的来源；本机数据没有改动")
    REBASELINE_NOT_FOR_US = Say(5343, "这份补发的文件是给别的工作站的", "请交给该单位；本机数据没有改动")
    REBASELINE_NOTHING = Say(5344, "本站没有收到过“{name}”的登记，没有可以补发的", "请核对是哪一个工作站")
    FORK_NONE = Say(5345, "“{name}”没有等待处理的分歧", "可用 zsapp package forks 查看")

    # 6xxx: sticks
    STICK_NONE = Say(6001, "没有找到U盘", "请插入U盘，等它出现在电脑里后再试；也可以指定文件夹")
    STICK_TWO = Say(6002, "插着不止一个U盘：{labels}", "请只留下要用的一个，或指明用哪一个")
    STICK_READ_ONLY = Say(6003, "U盘不能写入：{place}", "请关闭U盘的写保护开关，或换一个U盘；数据没有丢失")
    STICK_FULL = Say(6004, "U盘空间不足：需要{need}，只剩{free}", "请删除U盘上不要的文件，或换一个U盘")
    STICK_GONE = Say(6005, "U盘被拔出或断开：{place}", "请重新插好U盘后再导出；没有写完的内容不会被采用")
    STICK_BAD = Say(6006, "写入后重新读出的内容不一致，U盘可能已损坏", "请换一个U盘重新导出；数据没有丢失")
    STICK_FAULT = Say(6007, "读写U盘时出错：{what}", "请重新插好U盘后再试，仍不行请换一个U盘；数据没有丢失")
    STICK_FILE_TOO_LARGE = Say(
        6020,
        "U盘的格式（FAT32）放不下一个这么大的文件：{need}",
        "请换一个格式为 exFAT 的U盘；数据没有丢失",
    )
    EXPORT_RUNNING = Say(6008, "正在导出或导入，不能同时再来一次", "请等这一次做完后再试")

    # 9xxx: the program itself
    STOPPED = Say(9002, "已按要求停止", "已保存的内容没有改动；需要时请重新运行")
    DEMO_FAILED = Say(9001, "演示没有走通：{what}", "请把日志交给技术人员")
    BUG = Say(
        9999,
        "程序内部出错",
        "已保存的内容没有改动；请重新打开程序再试，并把出错报告交给技术人员（其中没有个人信息）{where}",
    )
