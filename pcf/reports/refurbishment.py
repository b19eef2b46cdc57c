"""The document on what refurbishment avoids, compared with a baseline.

It is no footprint and says so in its second line. The three displacement scenarios stand side by
side in one type size, below zero as added emissions; while a finding blocks it, it is a draft and
carries no number. A case of published rows alone gets the document that recalculates them.
"""

import datetime

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from pcf.charts.avoided import device_bars, fleet_line
from pcf.circularity.basis import case_sources
from pcf.circularity.case import CaseResult
from pcf.circularity.case_words import (
    KG,
    adds,
    break_even_words,
    case_name,
    claim,
    fleet_unit,
    headline_reason,
    node_names,
    range_words,
    rate_source,
    rate_words,
    scenario_words,
)
from pcf.circularity.published_methods import Method
from pcf.errors import CalculationError
from pcf.findings import Severity
from pcf.reports.avoided_figures import FleetFigure, FleetWords, WaterfallFigure
from pcf.reports.blocks import (
    Columns,
    Framed,
    Mark,
    callout,
    facts_in_columns,
    gap,
    heading,
    title_block,
)
from pcf.reports.findings import finding_table
from pcf.reports.page import Paper, pdf_bytes
from pcf.reports.refurbishment_facts import (
    data_facts,
    method_facts,
    published_facts,
    register_facts,
    source_facts,
    subject_facts,
)
from pcf.reports.refurbishment_tables import (
    category_table,
    device_table,
    method_table,
    methods_of,
    new_device_sources,
    new_device_table,
    number_table,
    process_table,
    published_table,
)
from pcf.reports.scenario_cards import Card, ScenarioCards
from pcf.reports.sections import sources_section
from pcf.reports.style import DocumentLook, document_look
from pcf.reports.tables import facts_table
from pcf.reports.text import Text
from pcf.results.display import significant
from pcf.texts import Texts

_KIND = "avoided-emissions"
_HEADING = 36.0  # with a note [pt]
_MOST_KEPT_WHOLE = 260.0  # of a table; a longer one goes on on the next page [pt]
_PAGE = 1000.0  # [pt]
_LETTER_SHARE = 0.1


def refurbishment_pdf(
    result: CaseResult, texts: Texts, *, issued: datetime.date, issuer: str = ""
) -> bytes:
    """Give the document of a refurbishment case as PDF, the same bytes for the same input.

    Args:
        result: with the solve of record of everything that was solved for it.
        texts: words of the document's language.
        issued: date that it carries.
        issuer: who issues it, a person or department; the company where it is not stated.

    Raises:
        CalculationError: the solves of record, whose numbers are printed, were not made.
    """
    if any(each.record is None for each in result.solved):
        raise CalculationError("record-missing")
    company = texts.choose(result.study.company.name, result.study.company.name_zh)
    paper = Paper(
        title=document_title(result, texts),
        subject=case_name(result.case, texts),
        author=company or issuer,
        issuer=issuer or company,
        issued=issued,
        kind=_KIND,
        result_id=result.id,
        sha256=result.sha256,
        program=result.program,
        watermark=texts("paper.draft") if result.is_blocked else "",
        number="" if result.is_blocked else f"{issued:%Y%m%d}-{result.id[:8].upper()}",
    )
    return pdf_bytes(paper, lambda: _contents(result, paper, texts), texts)


def document_title(result: CaseResult, texts: Texts) -> str:
    """Give what the document calls itself: added emissions where the reported number adds."""
    if not result.case.categories:
        return texts("refurbishment.title.published")
    return texts(f"refurbishment.title.{'added' if adds(result) else 'avoided'}")


def _contents(result: CaseResult, paper: Paper, texts: Texts) -> list[Flowable]:
    """Give the blocks of the document in their order."""
    look, say = document_look(), texts
    has_devices = bool(result.case.categories)
    facts = subject_facts(result, say) if has_devices else published_facts(result, say)
    note = say("paper.document-number", number=paper.number) if paper.number else paper.watermark
    blocks: list[Flowable] = [
        Mark(paper.author or say("paper.company-not-stated"), note, look),
        gap(5),
        *title_block(paper.title, say(_subtitle(result)), look, look.theme.avoided.ink),
        gap(4),
        facts_in_columns(facts, look),
        gap(4),
        *_remarks(result, say, look),
    ]
    if result.scenarios:
        blocks += _avoided(result, say, look)
    if has_devices:
        blocks += [*_verification(say, look), *_figures(result, say, look)]
        blocks += _basis(result, say, look)
    blocks += _published(result, say, look)
    if not has_devices:
        blocks += _verification(say, look)
    return [
        *blocks,
        *_register(result, say, look),
        *_findings(result, say, look),
        *sources_section(case_sources(result), say, look),
    ]


def _subtitle(result: CaseResult) -> str:
    return f"refurbishment.subtitle{'' if result.case.categories else '.published'}"


def _remarks(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give the boxes that say that the document is a draft, incomplete, or reports harm."""
    severity = look.theme.severity
    boxes = []
    if result.is_incomplete and result.case.categories:
        lacking = sum(not each.is_counted for each in result.lives)
        words = [texts("refurbishment.incomplete.text", count=lacking)]
        title = texts("refurbishment.incomplete.title")
        boxes.append(callout(title, words, look, severity["stops_calculation"].ink))
    if result.is_blocked:
        worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        count = sum(each.severity in worst for each in result.findings)
        words = [
            texts("certificate.draft.blocked", count=count),
            texts("certificate.draft.not-issued"),
        ]
        title = texts("certificate.draft.title")
        boxes.append(callout(title, words, look, severity["warning"].ink))
    if adds(result):
        words = [texts("refurbishment.adds.text")]
        title = texts("refurbishment.adds.title")
        boxes.append(callout(title, words, look, severity["blocks_document"].ink))
    return [part for box in boxes for part in (box, gap(3.5))]


def _avoided(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give the scenarios, the sentence and the categories."""
    note = "\n".join((headline_reason(result, texts), break_even_words(result, texts)))
    return [
        *heading(texts("refurbishment.heading.scenarios"), look),
        ScenarioCards(_cards(result, texts), look),
        gap(1.6),
        Text(note, look.small),
        gap(3.5),
        *_claim(result, texts, look),
        *heading(texts("refurbishment.heading.categories"), look),
        category_table(result, texts, look),
        gap(4),
    ]


def _claim(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    said = claim(result, texts)
    if not said:
        return []
    tone, words = look.theme.avoided, [Text(said, look.text)]
    return [Framed(words, fill=tone.soft, bar=tone.ink, padding=(4 * mm, 3 * mm)), gap(4)]


def _verification(texts: Texts, look: DocumentLook) -> list[Flowable]:
    title, words = texts("certificate.verification.title"), texts("refurbishment.verification")
    return [callout(title, [words], look, None), gap(4)]


def _figures(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give the steps of the average device beside the fleet by displacement, if there is any."""
    line, headline = fleet_line(result), result.headline
    bars = device_bars(result, texts)
    if line is None or headline is None or not bars:
        return []
    unit, scale = fleet_unit(result)
    words = FleetWords(
        texts("refurbishment.figure.across"), texts("refurbishment.figure.up", unit=unit)
    )
    rate = rate_words(headline.displacement)
    left = [
        *heading(texts("refurbishment.heading.steps", rate=rate, unit=KG), look),
        gap(1.5),
        WaterfallFigure(bars, look),
    ]
    right = [
        *heading(texts("refurbishment.heading.by-rate"), look),
        gap(1.5),
        FleetFigure(line, scale, words, look),
    ]
    figures = Columns(left, right, look)
    return [CondPageBreak(figures.wrap(look.width, _PAGE)[1]), figures, gap(4)]


def _cards(result: CaseResult, texts: Texts) -> list[Card]:
    unit, scale = fleet_unit(result)
    return [
        Card(
            title=scenario_words(each, texts),
            number=significant(each.fleet.value / scale),
            unit=unit,
            interval=range_words(result, each.fleet.over(scale), texts),
            remarks=(
                *([texts("refurbishment.card.adds")] if each.fleet.value < 0 else []),
                texts("refurbishment.card.replaces", rate=rate_words(each.displacement)),
                rate_source(each.displacement, texts),
            ),
            mark=texts("refurbishment.card.reported") if each is result.headline else "",
        )
        for each in result.scenarios
    ]


def _basis(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give method and data, then every number with where it comes from."""
    blocks: list[Flowable] = [
        Columns(
            [*heading(texts("method.heading"), look),
             facts_table(method_facts(result, texts), look.column, look)],
            [*heading(texts("data.heading"), look),
             facts_table(data_facts(result, texts), look.column, look)],
            look,
        ),
        gap(4),
    ]  # fmt: skip
    if result.scenarios:
        note = texts("refurbishment.devices.note")
        blocks += _section("devices", [device_table(result, texts, look)], texts, look, note)
    blocks += _methods(result, texts, look)
    note = texts("refurbishment.numbers.note")
    blocks += _section("numbers", [number_table(result, texts, look)], texts, look, note)
    blocks += [_letters(result, texts, look), gap(4)]
    if table := new_device_table(result, texts, look):
        note = new_device_sources(result, texts)
        blocks += _section("new-devices", [table], texts, look, note)
    if table := process_table(result, texts, look):
        note = texts("refurbishment.process.note")
        blocks += _section("process", [table], texts, look, note)
    return blocks


def _letters(result: CaseResult, texts: Texts, look: DocumentLook) -> Columns:
    """Give what each letter is and where its numbers come from, in two columns."""
    facts = source_facts(result, texts)
    half = (len(facts) + 1) // 2
    left, right = (
        [facts_table(each, look.column, look, names=_LETTER_SHARE)]
        for each in (facts[:half], facts[half:])
    )
    return Columns(left, right, look)


def _section(
    name: str, contents: list[Flowable], texts: Texts, look: DocumentLook, note: str = ""
) -> list[Flowable]:
    """Give a heading, a note below it, and what it is about."""
    said = [Text(note, look.running_head), gap(0.8)] if note else []
    whole = sum(each.wrap(look.width, _PAGE)[1] for each in contents)
    return [
        CondPageBreak(_HEADING + min(whole, _MOST_KEPT_WHOLE)),
        *heading(texts(f"refurbishment.heading.{name}"), look),
        *said,
        *contents,
        gap(4),
    ]


def _methods(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give published methods beside ours, and why one of them is refused."""
    if not any(life.terms for life in result.lives):
        return []
    refused = [
        each.refusal
        for life in result.lives
        for each in methods_of(life)
        if each.method is Method.LX_ANNUAL and each.refusal is not None
    ]
    worst = max(refused, key=lambda each: float(str(each.fields["lost"])))
    words = texts(
        "refurbishment.refused",
        method=texts("avoided-method.lx_annual"),
        reason=texts.error(worst),
    )
    note = texts("refurbishment.methods.note")
    table = method_table(result, texts, look)
    return _section("methods", [table, gap(1.2), Text(words, look.small)], texts, look, note)


def _published(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    """Give a published table recalculated, nothing without one."""
    if not result.case.published:
        return []
    note = texts("refurbishment.published.note")
    return _section("published", [published_table(result, texts, look)], texts, look, note)


def _register(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    facts = register_facts(result, texts)
    if not facts:
        return []
    return _section("register", [facts_table(facts, look.width, look, names=0.2)], texts, look)


def _findings(result: CaseResult, texts: Texts, look: DocumentLook) -> list[Flowable]:
    names = node_names(result.study, texts)
    table = finding_table(result.findings, lambda node: names.get(node, ""), texts, look)
    if table is None:
        return []
    whole = table.wrap(look.width, _PAGE)[1]
    return [
        CondPageBreak(_HEADING + min(whole, _MOST_KEPT_WHOLE)),
        *heading(texts("findings.heading"), look),
        table,
        gap(4),
    ]
