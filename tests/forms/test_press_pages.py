"""Pages of the real forms: what stays together, what is repeated, what is read back by eye and machine."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from pikepdf.pdfa import validate_written

from tests.forms.layout import Laid, collisions, laid_out, outside
from tests.papers import NAMES, NUMBERS, SHIPPED, acceptance, bare, case_of, case_on_paper, paper
from zsapp.press.definition import find_form, read_form
from zsapp.press.marks import DEPTH, MEASURE, Frame, Reserve, Rule
from zsapp.press.pdf import draw
from zsapp.press.pdfa import ATTACHMENT
from zsapp.press.raster import page_text
from zsapp.press.seal import read_document, read_picture
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import paper_case
from zsapp.rules.mediation_parts import Account, Dates, LegalRep, Mediator, Party, RosterRow

SEAL = bytes(range(160))
"""As many bytes as a real seal has."""


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page as pdfium copies it out."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        layer = page.get_textpage()
        texts.append(layer.get_text_range())
        layer.close()
        page.close()
    document.close()
    return texts


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_page_says_which_it_is_and_of_how_many(number, name):
    said = [re.findall(r"第(\d+)页　共(\d+)页", text) for text in pages_of(acceptance(number, name).pdf)]
    assert all(len(one) == 1 for one in said)
    counted = [(int(one[0][0]), int(one[0][1])) for one in said]
    expected: list[tuple[int, int]] = []
    while len(expected) < len(counted):
        count = counted[len(expected)][1]
        expected += [(n, count) for n in range(1, count + 1)]
    assert counted == expected
    assert number == "F08" or {count for _, count in counted} == {len(counted)}


@pytest.mark.parametrize(
    "name", ["何䶮", "赵㛃", "陈𬱖", "𠮷野", "𰻞某", "古丽娜尔·艾合买提", "李\U00031350"]
)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_rare_name_is_copied_out_to_the_letter(number, name):
    case = Case(title=name, parties=(Party(role="申请人", kind="自然人", name=name),))
    assert name in page_text(paper(number, paper_case(case)).pdf)


def with_lines(count: int, **parties: tuple[Party, ...]) -> Case:
    """Return a case whose agreement has so many lines of clauses."""
    base = replace(case_of("C01"), clauses=tuple(f"{n}、双方互谅互让，再无争议。" for n in range(count)))
    return replace(base, **parties)


def company(name: str) -> Party:
    return Party(role="被申请人", kind="法人", name=name, legal_rep=LegalRep(name="邱志远"))


@pytest.mark.parametrize("count", range(1, 27))
@pytest.mark.parametrize("firm", [False, True])
def test_signatures_boxes_and_seal_stay_with_the_last_clauses(count, firm):
    parties = (case_of("C01").parties[0], company("中山市某某有限公司")) if firm else case_of("C01").parties
    pages = laid_out(find_form("F09"), paper_case(with_lines(count, parties=parties)))
    signed = next(page for page in pages if "当事人（签名、盖章或按指印）：" in page.lines)
    at = signed.lines.index("当事人（签名、盖章或按指印）：")
    assert at >= 2
    sealed = next(page for page in pages if any(isinstance(mark, Reserve) for mark in page.marks))
    assert sealed is signed
    assert len([mark for mark in sealed.marks if isinstance(mark, Frame)]) == 2
    assert any(line.startswith("人民调解员（签名）") for line in sealed.lines)


@pytest.mark.parametrize("count", [6, 12, 31])
def test_the_seal_of_many_parties_is_not_without_a_signature(count):
    parties = tuple(Party(role="当事人", kind="自然人", name=f"甲{n}") for n in range(count))
    pages = laid_out(find_form("F09"), paper_case(with_lines(5, parties=parties)))
    sealed = next(page for page in pages if any(isinstance(mark, Reserve) for mark in page.marks))
    assert any(isinstance(mark, Frame) for mark in sealed.marks)
    assert sum(isinstance(mark, Frame) for page in pages for mark in page.marks) == count


def roster(count: int) -> tuple[RosterRow, ...]:
    return tuple(
        RosterRow(no=n, name=f"工人{n}", id_no="442000196803159914", owed=Decimal(1000 * n))
        for n in range(1, count + 1)
    )


def accounts(count: int) -> tuple[Account, ...]:
    return tuple(Account(name=f"户主{n}", tail=f"{n:04}") for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("case", "head", "title"),
    [
        (Case(accounts=accounts(12)), "序号户名开户银行（手填）账号本人确认签名、按指印", "收款账户确认表"),
        (
            Case(roster=roster(30)),
            "序号姓名性别民族身份证号码联系方式应付金额（元）签名、按指印",
            "名单及金额表",
        ),
    ],
)
def test_an_annex_breaks_over_pages_with_its_head_on_each(case, head, title):
    pages = [page for page in laid_out(find_form("F09"), paper_case(case)) if head in map(bare, page.lines)]
    assert len(pages) > 1
    assert title in pages[0].lines
    rows = [bare(line) for page in pages for line in page.lines if re.match(r"\d+(工人|户主)", line)]
    assert len(rows) == len(case.accounts) + len(case.roster)
    assert all(row.startswith(str(n)) for n, row in enumerate(rows, 1))
    for page in pages:
        assert bare(page.lines[0]) == head or page is pages[0]
        assert closed(page)


def closed(page: Laid) -> bool:
    """Say whether the upright lines of a page's table end in a level one, above and below."""
    upright = [mark for mark in page.marks if isinstance(mark, Rule) and mark.x0 == mark.x1]
    level = {round(mark.y0, 2) for mark in page.marks if isinstance(mark, Rule) and mark.y0 == mark.y1}
    return {round(max(mark.y1 for mark in upright), 2), round(min(mark.y0 for mark in upright), 2)} <= level


@pytest.mark.parametrize("name", [*NAMES, ""])
@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_printed_over_another_thing_or_over_the_margin(number, name):
    for page in laid_out(find_form(number), case_on_paper(name) if name else None):
        assert collisions(page) == []
        assert outside(page, MEASURE) == []
        assert page.page.used <= DEPTH + 0.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", NUMBERS)
def test_the_seal_is_read_back_from_the_rendered_page_once_for_each_paper(number, name):
    values = case_on_paper(name)
    sheet = paper(number, values, qr=SEAL)
    papers = len(values.sessions) if number == "F08" else 1
    assert read_document(sheet.pdf) == (SEAL,) * papers
    assert sheet.pages == acceptance(number, name).pages


@pytest.mark.parametrize("number", NUMBERS)
def test_the_seal_is_read_from_the_page_as_another_program_draws_it_at_200_dots(number):
    sheet = paper(number, case_on_paper("C01"), qr=SEAL)
    command = ["pdftoppm", "-r", "200", "-gray", "-png", "-f", str(sheet.pages), "-"]
    drawn = subprocess.run(command, input=sheet.pdf, capture_output=True, check=True)
    assert read_picture(drawn.stdout) == (SEAL,)


def test_a_paper_full_to_the_last_line_bears_its_seal_beside_the_title():
    values = case_on_paper("C03")
    assert read_document(paper("F02", values, qr=SEAL).pdf) == (SEAL,)
    first = pages_of(paper("F02", values, qr=SEAL).pdf)[0]
    assert "扫码核验" in first


def test_a_seal_that_finds_no_room_at_all_has_a_strip_of_its_own():
    head = 'id="t.t"\nnumber="T"\nedition="1"\ntitle="满"\nlaw="无"\nabout="PaperCase"\n'
    form = read_form(
        f'{head}[[block]]\nkind="long"\ntext="{{brief}}"\nruled=true\nlines=25'.encode(), "t.toml"
    )
    values = paper_case(Case(brief="满" * 31 * 24))
    assert draw(form, values, mode="final", system=SHIPPED).pages == 1
    sheet = draw(form, values, mode="final", qr=SEAL, system=SHIPPED)
    assert sheet.pages == 2
    assert read_document(sheet.pdf) == (SEAL,)


@pytest.mark.parametrize("mode", ["blank", "draft", "final"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_paper_can_be_kept_for_ever(number, mode):
    """PDF/A-3b, with the attachment and every face a name may need."""
    case = replace(case_of("C03"), title="䶮㛃𬱖𠮷𰻞", brief="甲𠮷乙", mediators=(Mediator(name="𠮷某"),))
    facts = {"qr": SEAL, "attachment": {"form": number, "text": "甲"}} if mode == "final" else {}
    written = paper(number, paper_case(case), mode, **facts).pdf
    assert validate_written(io.BytesIO(written), "3b").findings == []


def test_a_paper_carries_the_data_it_was_given_and_none_when_it_was_given_none():
    values = case_on_paper("C01")
    with pikepdf.open(
        io.BytesIO(paper("F03", values, attachment={"text": "何䶮", "form": "F03"}).pdf)
    ) as pdf:
        assert list(pdf.attachments) == [ATTACHMENT]
        carried = bytes(pdf.attachments[ATTACHMENT].get_file().read_bytes())
    assert carried.decode() == '{"form":"F03","text":"何䶮"}'
    with pikepdf.open(io.BytesIO(paper("F03", values).pdf)) as pdf:
        assert not list(pdf.attachments)


def test_the_seal_over_the_date_has_room_on_every_form_that_is_sealed():
    for number in ("F03", "F08", "F09"):
        case = replace(case_of("C01"), dates=Dates(accept=date(2026, 3, 2), agree=date(2026, 3, 9)))
        pages = laid_out(find_form(number), paper_case(case))
        assert sum(isinstance(mark, Reserve) for page in pages for mark in page.marks) == 1
