"""Verbs of the subsidy (以案定补): subsidy scheme|candidates|claim|list|print|act."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from zsapp.base.files import write_whole
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, day_of, opened

CLAIM_FORM = "F26"


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    subsidy = verbs.group("subsidy", "个案补贴（以案定补）")
    scheme = subsidy.add("scheme", opened(show_scheme), "查看补贴办法；写 FILE 则按文件设置")
    scheme.add_argument("file", type=Path, nargs="?", metavar="FILE")
    offered = subsidy.add("candidates", opened(list_candidates), "某月办结、还没有申报的案件")
    offered.add_argument("month", metavar="YYYY-MM")
    claim = subsidy.add("claim", opened(claim_cases), "申报（不写 ID 则申报该月全部）")
    claim.add_argument("month", metavar="YYYY-MM")
    claim.add_argument("ids", nargs="*", metavar="ID")
    claim.add_argument("--reason", default="", help="有不符合办法的地方时写明理由")
    subsidy.add("list", opened(list_claims), "列出申报")
    paper = subsidy.add("print", opened(print_claim), "打印某月的申报表（F26），按已存的申报填写")
    paper.add_argument("month", metavar="YYYY-MM")
    paper.add_argument("--committee", default="", help="不写则为本站的调委会")
    paper.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    step = subsidy.add("act", opened(decide), "审核 review、退回 return、公示 publish、发放 pay")
    step.add_argument("month", metavar="YYYY-MM")
    step.add_argument("step", metavar="VERB")
    step.add_argument("--committee", default="", help="不写则为本站的调委会")
    step.add_argument("--date", type=day_of, metavar="D", help="哪一天办的（默认今天）")
    step.add_argument("--reason", default="", help="退回理由、审核人或发放凭证")


def show_scheme(station: Any, call: Call) -> Answer:
    """Show the scheme in force, or set it from a file."""
    from zsapp.services.record_files import read_records, records_as_yaml  # PyYAML loads only here

    if call.options["file"] is not None:
        station.subsidies.set_scheme(read_records(call.options["file"])[0])
    sheet = station.subsidies.scheme_sheet()
    return Answer(sheet, (records_as_yaml([sheet]).rstrip("\n"),))


def list_candidates(station: Any, call: Call) -> Answer:
    """List the cases of a month with their amounts and what stands in the way."""
    found = station.subsidies.candidates(call.options["month"])
    lines = []
    for one in found:
        lines.append(
            f"{one.number or '（未编号）'}  {one.title}  {one.amount if one.amount is not None else '无标准'}"
        )
        lines += [f"    {finding.rule} {finding.message}" for finding in one.findings]
    return Answer([asdict(one) for one in found], tuple(lines or ["没有可以申报的案件。"]))


def _said(view: Any) -> dict[str, Any]:
    claim = view.claim
    return {
        "id": view.id,
        "month": claim.month,
        "committee": claim.committee,
        "doc_no": claim.doc_no,
        "state": view.state,
        "total": claim.total(),
        "lines": claim.lines,
    }


def _line(view: Any) -> str:
    claim = view.claim
    return f"{claim.month}  {claim.committee}  {len(claim.lines)}件  {claim.total()}元  {view.state}"


def claim_cases(station: Any, call: Call) -> Answer:
    """Claim cases."""
    options = call.options
    view = station.subsidies.claim(options["month"], options["ids"], reason=options["reason"])
    return Answer(_said(view), (_line(view),))


def list_claims(station: Any, _call: Call) -> Answer:
    """List the claims."""
    views = station.subsidies.all()
    return Answer([_said(one) for one in views], tuple(_line(one) for one in views))


def print_claim(station: Any, call: Call) -> Answer:
    """Print the claim of a month."""
    options = call.options
    claim = station.subsidies.find(options["month"], options["committee"]).claim
    issued = station.paper.issue(CLAIM_FORM, claim.lines[0].case_id)
    write_whole(options["out"], issued.pdf)
    document = {"file": str(options["out"]), "form": issued.form, "pages": issued.pages}
    return Answer(document, (f"已写入 {options['out']}（{len(claim.lines)}件，{claim.total()}元）",))


def decide(station: Any, call: Call) -> Answer:
    """Take a step with a claim."""
    options = call.options
    view = station.subsidies.decide(
        options["month"],
        options["step"],
        committee=options["committee"],
        on=options["date"] or station.today(),
        words=options["reason"],
    )
    return Answer(_said(view), (_line(view),))
