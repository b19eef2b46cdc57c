"""The summary of a result: what it is, its totals, how sure it is, and what it came from."""

from collections.abc import Iterable, Mapping

from pcf.background.elementary import ImpactCategory
from pcf.findings import Severity
from pcf.results import contributions
from pcf.results.data_quality import INDICATORS, assess
from pcf.results.display import MISSING
from pcf.results.electricity import has_location_based
from pcf.results.estimates import (
    document_kind,
    estimate_share,
    estimated_mass_share,
    is_draft,
    mass_estimate_shares,
)
from pcf.results.names import typed_amount, unit_name
from pcf.results.result import PcfResult
from pcf.results.uncertainty import interval
from pcf.texts import Texts

KG_CO2E = "kg CO₂e"

Fact = tuple[str, str, str | float | int, str]
"""Section, item, value and unit; a value in words has no unit."""

Item = tuple[str, str | float | int, str]
"""A fact without its section."""


def summary_rows(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give the facts of a result by section; shares are in percent."""
    sections = {
        "study": _study(result, texts),
        "result": _totals(result, texts),
        "categories": _categories(result, texts),
        "gwp": _reports(result, texts),
        "quality": _quality(result, texts),
        "databases": _databases(result, texts),
        "identity": _identity(result, texts),
    }
    return in_sections(sections, texts)


def in_sections(sections: Mapping[str, Iterable[Item]], texts: Texts) -> list[Fact]:
    """Give facts with the title of their section before them."""
    return [
        (texts(f"summary.{section}"), *fact)
        for section, facts in sections.items()
        for fact in facts
    ]


def title(result: PcfResult, texts: Texts) -> str:
    """Give what data files of the result call themselves: what the documents may claim."""
    return texts(f"summary.title-{document_kind(result).value}")


def state(result: PcfResult, texts: Texts) -> str:
    """Say in words how finished the result is."""
    if result.is_incomplete:
        return texts("summary.incomplete")
    return texts("summary.draft" if is_draft(result) else "summary.no-blocking")


def declared_unit(result: PcfResult, texts: Texts) -> str:
    """Give the declared unit, number and word, "–" where none is stated."""
    unit = result.study.product.declared_unit
    if unit is None:
        return MISSING
    return typed_amount(unit, texts)


def per_declared_unit(result: PcfResult, texts: Texts) -> str:
    """Give the declared unit as it stands behind "per": a single one without its number."""
    unit = result.study.product.declared_unit
    is_one = unit is not None and unit.number == 1
    return unit_name(unit.unit, texts) if unit and is_one else declared_unit(result, texts)


def _study(result: PcfResult, texts: Texts) -> list[Item]:
    product, goal, company = result.study.product, result.study.goal, result.study.company
    period = " – ".join(day.isoformat() for day in (goal.period_start, goal.period_end) if day)
    facts = {
        "kind": title(result, texts),
        "state": state(result, texts),
        "product": texts.choose(product.name, product.name_zh),
        "product-number": product.number,
        "product-version": product.version,
        "declared-unit": declared_unit(result, texts),
        "company": texts.choose(company.name, company.name_zh),
        "boundary": texts(f"boundary.{goal.boundary.value}"),
        "period": period,
        "standard": result.study.choices.standard,
        "recycling": texts(f"recycling.{result.inventory.choices.recycling.value}"),
    }
    return [
        (texts(f"summary.{key}"), value or texts("word.not-stated"), "")
        for key, value in facts.items()
    ]


def _totals(result: PcfResult, texts: Texts) -> list[Item]:
    totals = contributions.totals(result)
    unit = texts("unit.emission-per-declared")
    facts = {
        "headline": totals.headline,
        "with-uptake": totals.with_uptake,
        "outbound": totals.outbound,
    }
    rows: list[Item] = [(texts(f"summary.{key}"), value, unit) for key, value in facts.items()]
    if result.location is not None and has_location_based(result):
        rows.append((texts("summary.location-based"), result.location.headline, unit))
    return rows


def _categories(result: PcfResult, texts: Texts) -> list[Item]:
    values = contributions.totals(result).categories
    return [(texts(f"category.{each.value}"), values[each], KG_CO2E) for each in ImpactCategory]


def _reports(result: PcfResult, texts: Texts) -> list[Item]:
    facts: list[Item] = [(texts("summary.gwp-set"), result.inventory.choices.gwp_set.value, "")]
    for each in contributions.by_report(result):
        item = texts("summary.gwp-report", report=texts(f"report.{each.key}"))
        facts.append((item, 100 * (each.share or 0.0), "%"))
    return facts


def _quality(result: PcfResult, texts: Texts) -> list[Item]:
    facts: list[Item] = [
        *_interval(result, texts),
        *_ratings(result, texts),
        (texts("summary.estimates"), 100 * estimate_share(result), "%"),
        *_estimated_masses(result, texts),
    ]
    for severity in Severity:
        count = sum(each.severity is severity for each in result.findings)
        item = texts("summary.findings", severity=texts(f"severity.{severity.value}"))
        facts.append((item, count, ""))
    if result.record is None:
        return [*facts, (texts("summary.check"), texts("summary.not-checked"), "")]
    return [
        *facts,
        (texts("summary.check"), texts("summary.checked", solver=result.record.solver), ""),
        (texts("summary.deviation"), result.record.deviation, ""),
    ]


def _estimated_masses(result: PcfResult, texts: Texts) -> list[Item]:
    """Give how much rests on estimated masses, by their origin and by weight; [] if none is."""
    of_mass = estimated_mass_share(result.study)
    shares = mass_estimate_shares(result)
    facts: list[Item] = [
        (texts("summary.estimated-masses", origin=texts(f"origin.{each.value}")), 100 * share, "%")
        for each, share in shares.items()
    ]
    if of_mass:
        facts.append((texts("summary.estimated-mass-share"), 100 * of_mass, "%"))
    return facts


def _interval(result: PcfResult, texts: Texts) -> list[Item]:
    found = interval(result)
    if found is None or not found.spreads:
        return [(texts("summary.interval"), texts("quality.interval.none"), "")]
    certain = (texts("summary.certain"), 100 * found.certain_share, "%")
    if not found.is_telling:
        return [(texts("summary.interval"), texts("quality.interval.too-certain"), ""), certain]
    return [
        (texts("summary.interval-low"), found.low, KG_CO2E),
        (texts("summary.interval-high"), found.high, KG_CO2E),
        certain,
    ]


def _ratings(result: PcfResult, texts: Texts) -> list[Item]:
    quality = assess(result)
    facts: list[Item] = []
    for name in INDICATORS:
        rating = getattr(quality, name)
        indicator = texts(f"quality.{name}")
        item = texts("summary.rating", scheme=quality.scheme, indicator=indicator)
        facts.append((item, MISSING if rating is None else rating, ""))
    share = quality.primary_share
    item = texts("summary.primary-share", scheme=quality.scheme)
    facts.append((item, MISSING, "") if share is None else (item, 100 * share, "%"))
    return facts


def _databases(result: PcfResult, texts: Texts) -> list[Item]:
    facts: list[Item] = []
    for base in result.databases:
        name = f"{texts.choose(base.title_en, base.title_zh)} {base.version}"
        facts.append((name, base.licence, ""))
        facts.append((texts("summary.database-checksum", database=name), base.checksum, ""))
    return facts


def _identity(result: PcfResult, texts: Texts) -> list[Item]:
    facts = {
        "id": result.id,
        "sha256": result.sha256,
        "calculated": result.calculated.strftime("%Y-%m-%d %H:%M:%S %Z"),
        "program": result.program,
    }
    return [(texts(f"summary.{key}"), value, "") for key, value in facts.items()]
