"""The summary of a case as facts by section, for workbook and CSV: no number without its rate."""

from pcf.circularity.basis import gwp_shares
from pcf.circularity.case import CaseResult
from pcf.circularity.case_words import (
    KG,
    baseline_words,
    case_name,
    claim,
    headline_reason,
    scenario_words,
    state_words,
)
from pcf.findings import Severity
from pcf.results.names import node_name
from pcf.results.summary import Fact, Item, in_sections
from pcf.texts import Texts


def case_summary_rows(result: CaseResult, texts: Texts) -> list[Fact]:
    """Give the facts of a case by section; shares are in percent."""
    sections = {
        "case": _case(result, texts),
        "avoided": _avoided(result, texts),
        "gwp-behind": _reports(result, texts),
        "quality": _quality(result, texts),
        "databases": _databases(result, texts),
        "identity": _identity(result, texts),
    }
    return in_sections(sections, texts)


def _case(result: CaseResult, texts: Texts) -> list[Item]:
    case, company = result.case, result.study.company
    site = next((each for each in result.study.sites if each.id == case.site), None)
    days = (case.period_start, case.period_end)
    facts = {
        "kind": texts("refurbishment.ledger"),
        "state": state_words(result, texts),
        "case-name": case_name(case, texts),
        "company": texts.choose(company.name, company.name_zh),
        "site": node_name(site, texts) if site else "",
        "period": " – ".join(day.isoformat() for day in days if day),
    }
    if case.categories:
        facts |= {
            "baseline": baseline_words(case, texts),
            "burden": texts(f"burden-rule.{case.burden.value}") if case.burden else "",
            "booking": texts(f"booking.{case.booking.value}"),
        }
    return [
        (texts(f"summary.{key}"), value or texts("word.not-stated"), "")
        for key, value in facts.items()
    ]


def _avoided(result: CaseResult, texts: Texts) -> list[Item]:
    if not result.scenarios:
        return []
    rows: list[Item] = [(texts("summary.devices"), result.devices, "")]
    for each in result.scenarios:
        words = scenario_words(each, texts)
        rows += [
            (texts("summary.avoided-by", scenario=words), each.fleet.value, KG),
            (texts("summary.avoided-low", scenario=words), each.fleet.low, KG),
            (texts("summary.avoided-high", scenario=words), each.fleet.high, KG),
        ]
    if result.break_even is not None:
        rows.append((texts("summary.break-even"), result.break_even, "1"))
    sentences = {"headline-scenario": headline_reason(result, texts), "claim": claim(result, texts)}
    return [
        *rows,
        *((texts(f"summary.{key}"), said, "") for key, said in sentences.items() if said),
    ]


def _reports(result: CaseResult, texts: Texts) -> list[Item]:
    return [
        (
            texts(
                "summary.gwp-of",
                group=texts(f"refurbishment.gwp.{group}"),
                report=texts(f"report.{report.value}"),
            ),
            100 * share,
            "%",
        )
        for group, shares in gwp_shares(result).items()
        for report, share in shares.items()
    ]


def _quality(result: CaseResult, texts: Texts) -> list[Item]:
    counts = {each: sum(found.severity is each for found in result.findings) for each in Severity}
    facts: list[Item] = [
        (texts("summary.findings", severity=texts(f"severity.{each.value}")), count, "")
        for each, count in counts.items()
    ]
    if result.scenarios:
        facts += [
            (texts("summary.draws"), result.case.iterations, ""),
            (texts("summary.seed"), result.case.seed, ""),
        ]
    return facts


def _databases(result: CaseResult, texts: Texts) -> list[Item]:
    used = {base.id: base for solved in result.solved for base in solved.databases}
    facts: list[Item] = []
    for base in used.values():
        name = f"{texts.choose(base.title_en, base.title_zh)} {base.version}"
        facts.append((name, base.licence, ""))
        facts.append((texts("summary.database-checksum", database=name), base.checksum, ""))
    return facts


def _identity(result: CaseResult, texts: Texts) -> list[Item]:
    facts = {
        "id": result.id,
        "sha256": result.sha256,
        "calculated": result.calculated.strftime("%Y-%m-%d %H:%M:%S %Z"),
        "program": result.program,
    }
    return [(texts(f"summary.{key}"), value, "") for key, value in facts.items()]
