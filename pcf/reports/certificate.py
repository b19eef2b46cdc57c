"""The short document on a result: partial carbon footprint certificate or screening estimate.

Which of both it is follows from the result: where more than the limit rests on estimates it is a
screening estimate and says so. The certificate is marked as a draft and carries no number while
a row of the checklist that can block it is open or waits for a reviewer.
"""

import datetime

from reportlab.platypus import CondPageBreak, Flowable

from pcf.errors import CalculationError
from pcf.findings import Severity
from pcf.model.study import DocumentKind
from pcf.reports.blocks import (
    Columns,
    Mark,
    callout,
    facts_in_columns,
    gap,
    heading,
    result_box,
    title_block,
)
from pcf.reports.choices import (
    EFFECT_HEADS,
    EFFECT_NUMBERS,
    RECYCLING_HEADS,
    RECYCLING_NUMBERS,
    choice_sentences,
    effect_rows,
    has_choices,
    recycling_rows,
    recycling_sentences,
)
from pcf.reports.contents import data_facts, method_facts, product_facts
from pcf.reports.electricity import electricity_block
from pcf.reports.facts import Fact, NumberRow
from pcf.reports.findings import finding_table
from pcf.reports.limits import (
    UNIT,
    assumptions,
    missing_lines,
)
from pcf.reports.numbers import largest_rows, split_rows, stage_rows
from pcf.reports.page import Paper, pdf_bytes
from pcf.reports.sections import NEEDED_BELOW_A_HEADING, section, sources_section
from pcf.reports.stated import stated_words
from pcf.reports.statements import (
    checklist_facts,
    interpretation_facts,
    review_words,
    scope_facts,
)
from pcf.reports.style import DocumentLook, document_look
from pcf.reports.tables import Sign, facts_table, numbers_table, wide_table
from pcf.reports.text import Text
from pcf.reports.wording import joined, product_name
from pcf.results.contributions import totals
from pcf.results.display import percent, significant, with_unit
from pcf.results.estimates import document_kind, estimate_share, is_draft, open_rows
from pcf.results.improvements import improvements
from pcf.results.names import Names
from pcf.results.quality_words import interval_words, weak_words
from pcf.results.result import PcfResult
from pcf.results.sources import used_sources
from pcf.results.uncertainty import interval
from pcf.style import Form
from pcf.texts import Texts

_HEADS = ("item", "data-set", "amount", "place", "year", "confidence")
_NUMBERS = (2, 4, 5, 6, 7)


def certificate_pdf(
    result: PcfResult, texts: Texts, *, issued: datetime.date, issuer: str = ""
) -> bytes:
    """Give the document of a result as PDF, the same bytes for the same input.

    Args:
        result: what the document is about.
        texts: words of the document's language.
        issued: date that it carries.
        issuer: who issues it, a person or department; the company where it is not stated.

    Raises:
        CalculationError: the solve of record, whose number is printed, was not made.
    """
    if result.record is None:
        raise CalculationError("record-missing")
    kind = document_kind(result)
    company = texts.choose(result.study.company.name, result.study.company.name_zh)
    paper = Paper(
        title=texts(f"certificate.title.{kind.value}"),
        subject=product_name(result.study, texts),
        author=company or issuer,
        issuer=issuer or company,
        issued=issued,
        kind=kind.value,
        result_id=result.id,
        sha256=result.sha256,
        program=result.program,
        watermark=texts("paper.draft") if is_draft(result) else "",
        number=certificate_number(result, issued),
    )
    return pdf_bytes(paper, lambda: _contents(result, kind, paper, texts), texts)


def certificate_number(result: PcfResult, issued: datetime.date) -> str:
    """Give the number of a certificate: its date and the first digits of its result's id.

    So one result issued on one day has one number in every language and file. Drafts and screening
    estimates have none.
    """
    if document_kind(result) is not DocumentKind.CERTIFICATE or is_draft(result):
        return ""
    return f"{issued:%Y%m%d}-{result.id[:8].upper()}"


def _contents(result: PcfResult, kind: DocumentKind, paper: Paper, texts: Texts) -> list[Flowable]:
    """Give the blocks of the document in their order."""
    look = document_look()
    company = texts.choose(result.study.company.name, result.study.company.name_zh)
    return [
        Mark(company or texts("paper.company-not-stated"), _note(paper, texts), look),
        gap(5),
        *title_block(paper.title, texts("certificate.subtitle"), look, look.theme.accent),
        gap(4),
        facts_in_columns(product_facts(result, texts), look),
        gap(4),
        _result(result, texts, look),
        gap(4),
        *_remarks(result, kind, texts, look),
        _sums(result, texts, look),
        gap(4),
        Columns(
            [*heading(texts("method.heading"), look),
             facts_table(method_facts(result, texts), look.column, look)],
            [*heading(texts("data.heading"), look),
             facts_table(data_facts(result, texts), look.column, look)],
            look,
        ),
        gap(4),
        callout(
            texts("certificate.verification.title"),
            [texts("certificate.verification.text", review=review_words(result, texts))],
            look,
            None,
        ),
        gap(4),
        *_largest(result, texts, look),
        gap(4),
        *_improvements(result, texts, look),
        gap(4),
        *_stated(result, texts, look),
        *electricity_block(result, texts, look),
        *_choices(result, texts, look),
        *section(texts("limits.heading"), assumptions(result, texts), look),
        gap(4),
        *_statements(result, texts, look),
        gap(4),
        *_findings(result, texts, look),
        *sources_section(used_sources(result), texts, look),
    ]  # fmt: skip


def _note(paper: Paper, texts: Texts) -> str:
    """Give what stands opposite the company: the number, or that it is a draft."""
    return texts("paper.document-number", number=paper.number) if paper.number else paper.watermark


def _result(result: PcfResult, texts: Texts, look: DocumentLook) -> Flowable:
    """Give the box with the headline; what is missing in it is said in words."""
    whole = totals(result)
    with_uptake = with_unit(significant(whole.with_uptake), UNIT)
    return result_box(
        significant(whole.headline),
        [UNIT, texts("paper.per-declared-unit")],
        texts("paper.incomplete") if result.is_incomplete else "",
        [
            Fact(texts("paper.total-with-uptake"), with_uptake, strong=True),
            *_interval(result, texts),
        ],
        look,
    )


def _interval(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give the interval, and how much of the total it takes as certain."""
    found = interval(result)
    facts = [Fact(texts("paper.interval"), interval_words(found, texts))]
    if found is not None and found.spreads:
        certain = texts("paper.certain-share", percent=percent(found.certain_share))
        facts.append(Fact(texts("paper.taken-as-certain"), certain))
    return facts


def _improvements(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give the lines whose data are worth improving first, and what is weak about each."""
    names = Names(result, texts)
    facts = [Fact(names.node(each.node), weak_words(each, texts)) for each in improvements(result)]
    if not facts:
        return []
    return [
        CondPageBreak(NEEDED_BELOW_A_HEADING),
        *heading(texts("improve.heading"), look),
        Text(texts("improve.note"), look.running_head),
        gap(0.8),
        facts_table(facts, look.width, look),
    ]


def _remarks(
    result: PcfResult, kind: DocumentKind, texts: Texts, look: DocumentLook
) -> list[Flowable]:
    """Give the boxes that say what the headline does not hold or rests on."""
    boxes = []
    severity = look.theme.severity
    if result.is_incomplete:
        count, names = missing_lines(result, texts)
        words = [
            texts("certificate.incomplete.text", count=count),
            texts("certificate.incomplete.names", names=joined(names, texts)),
        ]
        title = texts("certificate.incomplete.title")
        boxes.append(callout(title, words, look, severity["stops_calculation"].ink))
    if kind is DocumentKind.SCREENING:
        words = [
            texts(
                "certificate.screening.text",
                percent=percent(estimate_share(result)),
                limit=percent(result.study.choices.screening_limit, 0),
            )
        ]
        title = texts("certificate.screening.title")
        boxes.append(callout(title, words, look, severity["warning"].ink))
    reasons = []
    if kind is DocumentKind.CERTIFICATE and not result.checklist:
        reasons.append(texts("certificate.draft.not-assessed"))
    elif kind is DocumentKind.CERTIFICATE and (waiting := open_rows(result)):
        rows = " ".join(row.id for row in waiting)
        reasons.append(texts("certificate.draft.open", rows=rows))
    if result.is_blocked:
        worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        blocking = sum(finding.severity in worst for finding in result.findings)
        reasons.append(texts("certificate.draft.blocked", count=blocking))
    if reasons:
        reasons.append(texts("certificate.draft.not-issued"))
        title = texts("certificate.draft.title")
        boxes.append(callout(title, reasons, look, severity["warning"].ink))
    return [part for box in boxes for part in (box, gap(3.5))]


def _sums(result: PcfResult, texts: Texts, look: DocumentLook) -> Flowable:
    """Give the split beside the stages."""
    ghg = {name: Sign(each.colour, each.form) for name, each in look.theme.ghg.items()}
    stages = {name: Sign(colour, Form.SOLID) for name, colour in look.theme.stages.items()}

    def table(subject: str, rows: list[NumberRow], signs: dict[str, Sign]) -> list[Flowable]:
        heads = (texts(f"certificate.{subject}.head"), UNIT, texts("paper.share"))
        return [
            *heading(texts(f"certificate.{subject}"), look),
            numbers_table(heads, rows, signs, look.column, look),
            gap(0.8),
            Text(texts(f"certificate.{subject}.note"), look.running_head),
        ]

    return Columns(
        table("split", split_rows(result, texts), ghg),
        table("stages", stage_rows(result, texts), stages),
        look,
    )


def _largest(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give the table of the largest contributions."""
    rows, closing = largest_rows(result, texts)
    heads = [texts(f"contributions.{name}") for name in _HEADS]
    heads += [UNIT, texts("paper.share")]
    table = wide_table(heads, rows, look, numbers=_NUMBERS, closing=closing)
    return [
        CondPageBreak(NEEDED_BELOW_A_HEADING),
        *heading(texts("contributions.heading"), look),
        table,
    ]


def _choices(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give how burdens are shared and what other choices would give, nothing without any."""
    if not has_choices(result):
        return []
    blocks = section(texts("choices.heading"), choice_sentences(result, texts), look)
    if result.effects:
        heads = [texts(f"choices.effect.{name}") for name in EFFECT_HEADS]
        rows = effect_rows(result, texts)
        blocks += [wide_table(heads, rows, look, numbers=EFFECT_NUMBERS, closing=0), gap(3)]
    if result.recycled:
        heads = [texts(f"choices.recycling.{name}") for name in RECYCLING_HEADS]
        rows = recycling_rows(result, texts)
        blocks += [wide_table(heads, rows, look, numbers=RECYCLING_NUMBERS, closing=0), gap(1.5)]
        for words in recycling_sentences(result, texts):
            blocks += [Text(words, look.table), gap(1.2)]
    return [*blocks, gap(3)]


def _statements(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give goal and scope beside interpretation, then what a reviewer must judge."""

    def table(subject: str, facts: list[Fact], width: float, names: float = 0.31) -> list[Flowable]:
        title = texts(f"statement.heading.{subject}")
        return [*heading(title, look), facts_table(facts, width, look, names=names)]

    return [
        Columns(
            table("scope", scope_facts(result, texts), look.column),
            table("interpretation", interpretation_facts(result, texts), look.column),
            look,
        ),
        gap(4),
        CondPageBreak(NEEDED_BELOW_A_HEADING),
        *table("checklist", checklist_facts(result, texts), look.width, names=0.16),
    ]


def _findings(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give what the checks found, in full; nothing where they found nothing."""
    table = finding_table(result.findings, Names(result, texts).node, texts, look)
    if table is None:
        return []
    return [
        CondPageBreak(NEEDED_BELOW_A_HEADING),
        *heading(texts("findings.heading"), look),
        table,
        gap(4),
    ]


def _stated(result: PcfResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give what the company states itself in place of published data, nothing where it does not."""
    words = stated_words(result, texts)
    return [*section(texts("stated.heading"), words, look), gap(4)] if words else []
