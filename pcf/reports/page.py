"""The page that all documents share: margins, foot with QR code and hash, watermark, PDF facts."""

import datetime
import io
from collections.abc import Callable

import msgspec
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from pcf.reports.facts import Fact
from pcf.reports.style import DocumentLook, document_look, ink
from pcf.reports.tables import facts_table
from pcf.reports.text import Text, cut_to_lines
from pcf.style import mixed
from pcf.texts import Language, Texts

_FOOT = 31 * mm
_FOOT_FACTS = 52 * mm
_ISSUER_SHARE = 0.64  # of the foot's facts, a little less than their column
_RUNNING_HEAD = 7 * mm
_WATERMARK_PT = 118
_WATERMARK_WHITE_PERCENT = 93.0
_HASH_LINE = 32
_CODE = "code"
_PDF_LANGUAGE = {Language.ENGLISH: "en", Language.CHINESE: "zh-CN"}


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What a document carries on every page and in its PDF properties.

    Attributes:
        title: of the PDF, and in the running head.
        subject: what it is about, in the running head from the second page on.
        author: company, for the properties of the PDF.
        kind: stable word for what the document claims to be, in the QR code.
        watermark: word across each page, "" for none.
        number: of the document, "" for none.
    """

    title: str
    subject: str
    author: str
    issuer: str
    issued: datetime.date
    kind: str
    result_id: str
    sha256: str
    program: str
    watermark: str = ""
    number: str = ""


def pdf_bytes(paper: Paper, compose: Callable[[], list[Flowable]], texts: Texts) -> bytes:
    """Give a document as PDF; the same contents always give the same bytes.

    Args:
        paper: what stands on every page.
        compose: gives the contents, afresh at each call: flowables keep what they were laid out
            to, and the pages are counted in a run of their own.
        texts: words of the document's language.
    """
    foot = _foot_blocks(paper, document_look(), texts)
    _, pages = _built(paper, compose(), texts, foot, pages=0)
    content, _ = _built(paper, compose(), texts, foot, pages=pages)
    return content


def qr_text(paper: Paper) -> str:
    """Give what the QR code says: what the document is, and of which result; no address."""
    number = f" {paper.number}" if paper.number else ""
    return f"{paper.kind}{number}\nresult {paper.result_id}\nsha256 {paper.sha256}"


def qr_modules(paper: Paper) -> tuple[tuple[bool, ...], ...]:
    """Give the QR code as rows of dark and light modules, the top row first."""
    code = QrCodeWidget(qr_text(paper), barLevel="M").qr  # type: ignore[attr-defined]  # stubs
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)


def _built(
    paper: Paper, story: list[Flowable], texts: Texts, foot: "_Foot", *, pages: int
) -> tuple[bytes, int]:
    """Give the document and its number of pages."""
    look = document_look()
    page = look.page
    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=(page.width_mm * mm, page.height_mm * mm),
        title=paper.title,
        author=paper.author,
        subject=paper.subject,
        creator=paper.program,
        producer=paper.program,
        lang=_PDF_LANGUAGE[texts.language],
        initialFontName=look.text.font,  # else a font that is not embedded stands on each page
        invariant=1,
    )

    def draw_page(canvas: Canvas, number: int, *, is_first: bool) -> None:
        if paper.watermark:
            _draw_watermark(canvas, paper.watermark, look)
        if is_first:
            canvas.setViewerPreference("DisplayDocTitle", "true")
            _keep_code(canvas, foot.code, look)
        else:
            _draw_running_head(canvas, paper, look)
        page_number = Fact(texts("paper.page"), texts("paper.page-of", number=number, pages=pages))
        _draw_foot(canvas, foot, page_number, look)

    def template(name: str, head: float, *, is_first: bool) -> PageTemplate:
        bottom = page.margin_bottom_mm * mm + _FOOT
        frame = Frame(
            page.margin_side_mm * mm,
            bottom,
            look.width,
            (page.height_mm - page.margin_top_mm) * mm - head - bottom,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        return PageTemplate(
            id=name,
            frames=[frame],
            onPage=lambda canvas, doc: draw_page(canvas, doc.page, is_first=is_first),
        )

    document.addPageTemplates(
        [
            template("first", 0.0, is_first=True),
            template("next", _RUNNING_HEAD, is_first=False),
        ]
    )
    document.build([NextPageTemplate("next"), *story])
    return file.getvalue(), document.page


class _Foot(msgspec.Struct, frozen=True):
    """What stands at the foot of every page but the page number."""

    code: tuple[tuple[bool, ...], ...]
    words: tuple[Text, ...]
    facts: tuple[Fact, ...]


def _foot_blocks(paper: Paper, look: DocumentLook, texts: Texts) -> _Foot:
    digest = paper.sha256
    hash_lines = [digest[at : at + _HASH_LINE] for at in range(0, len(digest), _HASH_LINE)]
    named = texts("paper.result-id", id=paper.result_id)
    if paper.number:
        number = texts("paper.document-number", number=paper.number)
        named = texts("paper.number-and-result", number=number, result=named)
    words = (
        Text(texts("paper.hash"), look.running_head),
        *(Text(line, look.hash) for line in hash_lines),
        Text(named, look.running_head),
    )
    issuer = cut_to_lines(
        paper.issuer or texts("paper.not-stated"), 2, _FOOT_FACTS * _ISSUER_SHARE, look.table
    )
    facts = (
        Fact(texts("paper.issuer"), issuer.text),
        Fact(texts("paper.issued"), paper.issued.isoformat()),
    )
    return _Foot(qr_modules(paper), words, facts)


def _draw_foot(canvas: Canvas, foot: _Foot, page_number: Fact, look: DocumentLook) -> None:
    """Draw rule, QR code, hash, issuer, date and page number."""
    left, bottom = look.page.margin_side_mm * mm, look.page.margin_bottom_mm * mm
    side, right = look.parts.qr_mm * mm, left + look.width
    top = bottom + side
    canvas.setStrokeColor(ink(look.theme.text))
    canvas.setLineWidth(look.parts.header_rule_pt)
    canvas.line(left, top + 4 * mm, right, top + 4 * mm)
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.doForm(_CODE)
    canvas.restoreState()

    start = left + side + 4 * mm
    width = right - _FOOT_FACTS - 6 * mm - start
    heights = [each.wrap(width, side)[1] for each in foot.words]
    spaces = [0.0, 1.2, *([0.0] * (len(heights) - 3)), 2.4]
    at = bottom + sum(heights) + sum(spaces)
    for each, height, space in zip(foot.words, heights, spaces, strict=True):
        at -= height + space
        each.drawOn(canvas, start, at)

    table = facts_table([*foot.facts, page_number], _FOOT_FACTS, look)
    _, height = table.wrapOn(canvas, _FOOT_FACTS, side)
    table.drawOn(canvas, right - _FOOT_FACTS, max(bottom, top - height))


def _keep_code(canvas: Canvas, code: tuple[tuple[bool, ...], ...], look: DocumentLook) -> None:
    """Keep the QR code in the PDF once, as one path, for the foot of every page."""
    side = look.parts.qr_mm * mm
    module = side / len(code)
    canvas.beginForm(_CODE, 0, 0, side, side)
    canvas.setFillColor(ink(look.theme.text))
    dark = canvas.beginPath()
    for line, row in enumerate(code, 1):
        for place, is_dark in enumerate(row):
            if is_dark:
                dark.rect(place * module, side - line * module, module, module)
    canvas.drawPath(dark, stroke=0, fill=1)
    canvas.endForm()


def _draw_running_head(canvas: Canvas, paper: Paper, look: DocumentLook) -> None:
    left = look.page.margin_side_mm * mm
    top = (look.page.height_mm - look.page.margin_top_mm) * mm
    half = look.width / 2 - 2 * mm
    for words, style, start in (
        (paper.subject, look.running_head, left),
        (paper.title, look.running_head.right(), left + look.width - half),
    ):
        text = cut_to_lines(words, 1, half, style)
        _, height = text.wrap(half, _RUNNING_HEAD)
        text.drawOn(canvas, start, top - height)


def _draw_watermark(canvas: Canvas, word: str, look: DocumentLook) -> None:
    """Draw a word across the page, light enough to read what stands over it."""
    page, theme = look.page, look.theme
    canvas.saveState()
    canvas.setFillColor(ink(mixed(theme.text, theme.surface, _WATERMARK_WHITE_PERCENT)))
    canvas.setFont(look.title.font, _WATERMARK_PT)
    canvas.translate(page.width_mm * mm / 2, page.height_mm * mm / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -0.36 * _WATERMARK_PT, word)
    canvas.restoreState()
