"""The words of a clause (条款用语): what it says of time, payment, acts and whom. Text only, no record.

A clause is read sentence by sentence (。；). What stands in 《》 or “” is a title or a quotation, and says
nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.rules.numerals import read_number

NUMERAL = "[0-9０-９一二两三四五六七八九十百半〇]{1,6}"
QUOTED = re.compile(r"《[^》]{0,200}》|“[^”]{0,200}”|「[^」]{0,200}」")
SENTENCE = re.compile(r"[^。；;\n]+")

DATE = re.compile(
    r"(?P<year>[0-9０-９]{4}|二[〇○零一二三四五六七八九]{3})\s*[年.\-/]\s*"
    r"(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*[月.\-/]?"
    r"(?:\s*(?P<day>[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3}(?=\s*[日号]))\s*[日号]?)?"
)
BEFORE = re.compile(r"\s*(?:（[^）]*）)?(?:之|以)?[前内]|\s*(?:底|末|上旬|中旬|下旬)?(?:之)?前")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
TIME = re.compile(
    rf"{NUMERAL}\s{{0,3}}个?(?:小时|工作日|自然日|日|天|周|星期|月|年|季度|学期)(?:之|以)?[内前后]"
    rf"|(?<![0-9年]){NUMERAL}月{NUMERAL}[日号]"
    r"|[一二〇零]{1,2}[一二三四五六七八九〇零]{2,3}年[一二三四五六七八九十]+月"
    r"|之日起|当日起|即日起|每(?:月|年|日|天|周|星期|季|学期|次|期|半年)|按(?:月|年|季|周|期)|逐[月年期]"
    r"|(?<![适相])当[场日天面时]|即[时日]|立即|现场|同时"
    r"|签[订署字约].{0,8}?(?:[时后]|之日|当日)|(?:年|月|季度)(?:底|末)(?:之)?前(?!后)"
    r"|(?:[0-9]{4}年|[今明本当]年)年?(?:底|末)(?!前后|左右)|期满|届满"
    r"|[本下当次]个?月(?:底|末|内|[0-9一二三四五六七八九十]{1,3}[日号])|[本下]个?(?:周|星期|礼拜)(?:内|[一二三四五六日天末])"
    r"|农历[^，。；]{1,8}?(?:前(?!后)|内|当[日天])|(?:[0-9]{4}|[今明本])年(?:内|[上下]半年)"
    r"|按照?原[^，。；]{0,6}?(?:合同|协议|约定|判决)|按照?(?:租赁|买卖|劳动|借款)合同"
    r"|(?:春节|元宵|清明|端午|中秋|国庆|元旦|开学|收割)(?:节|期|后)?(?:之)?前(?!后)"
    r"|(?:生效|收到|接到|到账|送达|取得|领取|完成|完工|竣工|验收|付清|结清|履行|拆除|搬离|出院|鉴定|判决|裁定|确认"
    r"|成年|年满|毕业|就业|去世|死亡|届满|到期|期满|出售|征收|拆迁|赔付|理赔|清场|交付|移交|修复|施工|离职|退休)"
    r"[^，。；]{0,10}?(?:后|之日|之前|以前|前|[时止])"
)
LASTING = re.compile(
    r"今后|以后(?!再?(?:支付|偿还|归还|返还|付|给|补))|永久|长期|终身|始终|继续|日常|不得|不再|不准|禁止|停止|保证不|承诺不|维持|保持"
)
BREACH = re.compile(r"逾期|违约|违反|否则|(?:如|若|倘若|如果|任何一方)[^，。；]{0,20}(?:未|不|没有|拒绝)")
ALL_OF_IT = re.compile(
    r"上述|前述|以上|前款|前条|各项|全部|均[于在应须自]|第[一二三四五六七八九十0-9]+[条项]"
)

PAY = re.compile(
    r"(?:(?:赔偿|补偿)(?![款金费额])|支付|给付|返还|退还|退回|偿还|归还|还款|补发|补足|发放|赔付|缴纳|交纳)"
    r"(?!金额|方案|计划|责任|义务|方式|标准|数额|请求|能力|期限|时间|凭证)"
    r"|退款|(?:付清|结清|还清|缴清|清偿)(?!之|后|时|前|为止)|付给|汇给|转给"
    r"|(?<![支给赔未应垫预已对托可计])付(?![款清出方息费本讫])"
)
MEASURE = (
    r"(?!(?:手续|登记)?费|的?费用|款|金|方案|工程|义务|责任|事宜|期间|过程|完|后|时|之?前|所|需|情况|责任)"
)
ACT = re.compile(
    r"(?<![为合助的因供对])(?:拆除|拆掉|拆走|拆改|修复|修理|维修|修好|修缮|清除|清理|清走|清场|清运|搬离|搬走|搬出|迁出|迁走|腾退|腾空|移走|移除|移栽"
    r"|砍除|砍掉|恢复原[状貌]|改道|改建|整改|加固|重做|重建|填平|疏通|安装|更换|交还|交回|移交|撤走|撤除|补办|过户"
    rf"|办理[^，。；]{{0,10}}(?:手续|登记|过户)|提交[^，。；]{{0,10}}(?:材料|资料|证明)){MEASURE}"
)
NO_DUTY = re.compile(
    r"同意[^，。；]{2,12}?(?:按原|按现|使用|借用|继续|通行|搭|保留)|确认|自行|各自|自担|自负|自理|放弃|免除|不影响|无(?:其他|任何)?(?:争议|纠纷)|再无|可以|有权|不承担"
    r"|已(?:经)?(?:于|由|向|在|当场|全部|一次性|实际)?[^，。；]{0,24}?(?:支付|付清|履行|返还|结清|赔偿|垫付|领取|收到|拆除|修复|完成|办理|提交|安装|搬离|清[理走除])"
    r"|实际(?:交付|支付|出借|借出|收到)"
)
WHO = re.compile(
    r"[甲乙丙丁戊]方|[双各对另]方|(?:任何|违约|责任|肇事|双)一?方|公司|被?申请人|当事人|义务人|债务人|权利人|债权人|借款人|出借人|保证人"
    r"|子女|父母|父亲|母亲|儿子|女儿|兄弟|姐妹|兄妹|姐弟|夫妻|男方|女方|养[父母子女]|亲属|家属|继承人"
    r"|业主|学校|医院|物业|房东|租客|承租人|出租人|出卖人|买受人|商家|店[方家]|厂方|消费者|患[方者]|医方|劳动者|用人单位"
    r"|工人|员工|[发承]包[方人]|开发商|施工方|村委会|居委会|保险|车主|驾驶人|受害人|侵权人"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause and its place in it."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[Sentence]:
    """Return the sentences of a clause, each as written."""
    for found in SENTENCE.finditer(text):
        yield Sentence(found[0], found.start(), found.end())


def without_quotes(text: str) -> str:
    """Return the text with titles and quotations blanked out, every place kept."""
    return QUOTED.sub(lambda found: "　" * len(found[0]), text)


def days_in(text: str) -> Iterator[tuple[date, bool]]:
    """Return the dates a text names, a bare month by its first day, and whether it says before (前) it."""
    for found in DATE.finditer(text):
        try:
            day = date(_figures(found["year"]), _figures(found["month"]), _figures(found["day"] or "1"))
        except ValueError:
            continue
        yield day, BEFORE.match(text, found.end()) is not None


def _figures(text: str) -> int:
    """Return a number of a date, in digits of any width, digit by digit (二〇二六), or in words (二十)."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4:
        return int(text.translate(DIGITS))
    return read_number(text) or 0


def says_when(text: str, signed_on: date) -> bool:
    """Say whether a text fixes a time: a day to come, a period, a rule, an event that is sure to be known.

    A day before the signing says when something happened, unless it is said 前: then it is a due day.
    """
    told = without_quotes(text)
    if TIME.search(DATE.sub("", told)):
        return True
    return any(before or (day.year, day.month) > (signed_on.year, signed_on.month) or day >= signed_on
               for day, before in days_in(told))  # fmt: skip


def is_duty(sentence: str, verb: re.Pattern[str]) -> bool:
    """Say whether a sentence orders what the verb says: no finding, waiver, lasting duty or threat."""
    found = verb.search(sentence)
    if found is None or LASTING.search(sentence) or BREACH.search(sentence):
        return False
    excused = NO_DUTY.search(sentence)
    return excused is None or excused.start() > found.end()


def names_anybody(text: str, names: frozenset[str]) -> bool:
    """Say whether a text names a party, by one of these names or by a word for one (甲方, 公司)."""
    return any(name in text for name in names) or WHO.search(text) is not None


ORDINALS = frozenset("零〇一二三四五六七八九十百")
"""What a clause's own number is made of: 十一、."""


def bare_clause(text: str) -> str:
    """Return a clause without its number: 三、各方互不追究 reads 各方互不追究."""
    head, mark, rest = text.partition("、")
    return rest if mark and head.strip() and ORDINALS.issuperset(head.strip()) else text
