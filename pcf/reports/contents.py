"""What documents say of product, method and data, in words; what is not known yet is said so."""

from collections import Counter
from collections.abc import Sequence

from pcf.background.dataset import SplitOrigin
from pcf.findings import Severity
from pcf.model.bom import mass_per_piece_kg
from pcf.reports.facts import Fact
from pcf.reports.limits import exclusion_count
from pcf.reports.stated import product_carbon
from pcf.reports.wording import (
    joined,
    mass,
    period,
    product_name,
    site_name,
)
from pcf.results.choice_words import rule_words, shared_steps
from pcf.results.contributions import Contribution, by_confidence, by_report, by_split
from pcf.results.data_quality import assess
from pcf.results.display import percent
from pcf.results.electricity import factor_name, supply_rows
from pcf.results.estimates import estimate_share
from pcf.results.names import Names, typed_amount
from pcf.results.quality_words import interval_remarks, primary_share_words, ratings_words
from pcf.results.result import PcfResult
from pcf.results.uncertainty import interval
from pcf.texts import Texts
from pcf.units import Dimension


def product_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give what the result is for: product, place, declared unit, period, boundary."""
    study, say = result.study, texts
    product, goal = study.product, study.goal
    made_at = next((site for site in study.sites if site.id == product.made_at), None)
    return [
        Fact(say("paper.product"), product_name(study, say), strong=True),
        Fact(say("paper.number"), product.number or say("paper.not-stated")),
        Fact(
            say("paper.made-at"),
            site_name(made_at, say) if made_at else say("paper.not-stated"),
        ),
        Fact(say("paper.declared-unit"), declared_unit(result, texts), strong=True),
        Fact(say("paper.period"), period(goal.period_start, goal.period_end, say)),
        Fact(say("paper.boundary"), say(f"paper.boundary.{goal.boundary.value}")),
    ]


def declared_unit(result: PcfResult, texts: Texts) -> str:
    """Give the declared unit, with its net mass where it is not a mass itself."""
    declared = result.study.product.declared_unit
    if declared is None:
        return texts("paper.not-stated")
    words = typed_amount(declared, texts)
    net_kg = _net_mass_kg(result)
    if declared.dimension is Dimension.MASS or net_kg is None:
        return words
    return texts("paper.with-net-mass", amount=words, mass=mass(net_kg, texts))


def _net_mass_kg(result: PcfResult) -> float | None:
    """Give the mass of one declared unit without packaging [kg], None if it is not known."""
    study = result.study
    stated = study.product.net_mass
    one_run = stated.si if stated else mass_per_piece_kg(study.bom)
    runs = next(iter(result.inventory.demand.values()))
    return one_run * runs if one_run else None


def method_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give how the result was calculated."""
    study, say = result.study, texts
    excluded = exclusion_count(result)
    facts = [
        Fact(say("method.standard"), say("method.following", standard=standard(result, texts))),
        Fact(say("method.characterization"), _characterization(result, texts)),
        Fact(say("method.gwp-sets"), gwp_shares(result, texts)),
        Fact(say("method.recycling"), say(f"method.recycling.{study.choices.recycling.value}")),
        Fact(say("method.allocation"), _allocation(result, texts)),
        Fact(say("method.electricity"), _electricity(result, texts)),
        Fact(
            say("method.exclusions"),
            say("method.exclusions.count", count=excluded)
            if excluded
            else say("method.exclusions.none"),
        ),
        Fact(say("method.biogenic-carbon"), product_carbon(result, texts)),
    ]
    scheme = f"scheme.{study.choices.scheme.value}"
    if say.has(f"{scheme}.note"):
        words = say("method.scheme.limits", scheme=say(scheme), note=say(f"{scheme}.note"))
        facts.append(Fact(say("method.scheme"), words))
    if result.record is not None:
        facts.append(Fact(say("method.check"), say("method.check.agreed")))
    return facts


def _allocation(result: PcfResult, texts: Texts) -> str:
    """Give by which rules the burden of steps is shared, each once."""
    shared = shared_steps(result)
    rules = [
        rule_words(found.chosen, texts)
        if found.chosen
        else texts(f"allocation.rule.{found.rule.value}" if found.rule else "paper.not-stated")
        for _, found in shared
    ]
    if not rules:
        return texts("method.allocation.none")
    words = joined(dict.fromkeys(rules), texts)
    return texts("method.allocation.shared", count=len(shared), rules=words)


def standard(result: PcfResult, texts: Texts) -> str:
    """Give the edition that a document names: the national one in Chinese, where there is one."""
    edition = result.study.choices.standard
    key = f"standard.{edition}"
    return texts(key) if texts.has(key) else edition


def gwp_shares(result: PcfResult, texts: Texts) -> str:
    """Give the shares of the assessment reports behind the numbers: `GWP100: AR6 40 %, …`."""
    shares = [
        texts(f"gwp-report.{each.key}", percent=percent(each.share)) for each in by_report(result)
    ]
    horizon = result.inventory.choices.gwp_set.value.split()[-1]
    return texts("method.gwp-shares", horizon=horizon, shares=joined(shares, texts))


def _characterization(result: PcfResult, texts: Texts) -> str:
    gwp_set = result.inventory.choices.gwp_set.value
    return texts("method.characterization.where-resolved", gwp_set=gwp_set)


def _electricity(result: PcfResult, texts: Texts) -> str:
    """Give what the electricity of the sites is made of, those alike together."""
    names = Names(result, texts)
    lines_of: dict[str, list[str]] = {}
    for row in supply_rows(result):
        words = texts(
            "method.electricity.with-loss" if row.loss else "method.electricity.no-loss",
            share=percent(row.part.share, 0),
            data_set=factor_name(row, result, names),
        )
        lines_of.setdefault(row.site.id, []).append(words)
    sites_of: dict[str, list[str]] = {}
    for site, lines in lines_of.items():
        sites_of.setdefault(joined(lines, texts), []).append(names.node(site))
    words_of_sites = [
        texts("method.electricity.of-site", site=joined(named, texts), lines=lines)
        for lines, named in sites_of.items()
    ]
    return "\n".join(words_of_sites) or texts("method.electricity.none")


def data_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give what the result rests on, how good that is, and how sure the result."""
    say = texts
    databases = [
        say(
            "data.database",
            title=texts.choose(base.title_en, base.title_zh),
            version=base.version,
        )
        for base in result.databases
    ]
    limit = result.study.choices.screening_limit
    quality = assess(result)
    return [
        Fact(say("data.databases"), "\n".join(databases)),
        Fact(
            say("data.estimates"),
            say(
                "data.estimates.share",
                percent=percent(estimate_share(result)),
                limit=percent(limit, 0),
            ),
        ),
        Fact(say("data.confidence"), _confidence(by_confidence(result), texts)),
        Fact(say("data.split"), _split_origins(by_split(result), texts)),
        Fact(say("data.quality"), ratings_words(quality, say)),
        Fact(say("data.primary-share"), primary_share_words(quality, say)),
        Fact(say("data.uncertainty"), "\n".join(interval_remarks(interval(result), say))),
        Fact(say("data.findings"), finding_counts(result, texts)),
        Fact(
            say("data.calculated"),
            say(
                "data.calculated.by",
                date=result.calculated.date().isoformat(),
                program=result.program,
            ),
        ),
    ]


def _confidence(shares: Sequence[Contribution], texts: Texts) -> str:
    words = [
        texts(f"data.confidence.{each.key or 'direct'}", percent=percent(each.share))
        for each in shares
        if each.kg_co2e
    ]
    return joined(words, texts)


def _split_origins(shares: Sequence[Contribution], texts: Texts) -> str:
    words = [
        texts(f"data.split.{SplitOrigin(each.key).value}", percent=percent(each.share))
        for each in shares
        if each.kg_co2e
    ]
    return joined(words, texts)


def finding_counts(result: PcfResult, texts: Texts) -> str:
    """Give how many findings there are of each severity, the worst first."""
    counts = Counter(finding.severity for finding in result.findings)
    words = [
        texts(f"data.findings.{each.value}", count=counts[each])
        for each in Severity
        if counts[each]
    ]
    return joined(words, texts) or texts("data.findings.none")
