"""Checks on the supply of sites: rules, residual mixes, upstream, losses, sold certificates."""

from collections.abc import Iterator

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.background.places import place_of
from pcf.conformity.certificates import check_certificates
from pcf.conformity.named import finding
from pcf.conformity.readings import check_readings, slips_of
from pcf.findings import Finding, Severity
from pcf.model.electricity import MixShare, OwnMix
from pcf.model.sites import ElectricityRule, Site
from pcf.model.study import Study
from pcf.model.supply import (
    Period,
    Reason,
    Supplied,
    line_energy_si,
    metered_si,
    period_of,
    supplied,
)
from pcf.results.electricity import uses_contracts
from pcf.results.result import PcfResult
from pcf.units import unit_si_factor

_GRID_TABLE = "electricity_grid"
_ABOVE_GRID = "certificates-above-grid"

_OVER_METER = 0.01
"""Share of what a site's meters counted that its supply lines may exceed (checklist D07)."""


def check_electricity(study: Study, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Give what the electricity of a study's sites has to say, apart from its result."""
    period = period_of(study.goal)
    supplies = {site.id: supplied(site, period) for site in study.sites}
    mixes = {mix.id: mix for mix in study.mixes}
    found = [
        *check_certificates(study, supplies, period, catalogue),
        *check_readings(study, period),
    ]
    slipped = {site.id for site in study.sites if any(slips_of(site, period))}
    found = [each for each in found if each.node not in slipped or each.key != _ABOVE_GRID]
    too_many = slipped | {each.node for each in found if each.key == _ABOVE_GRID}
    for site in study.sites:
        parts = supplies[site.id]
        found += _sold(site)
        found += _above_meter(site, period) if site.id not in too_many else ()
        found += _untracked(site, parts, mixes, catalogue) if site.id not in slipped else ()
        found += _boundary(site, parts, mixes, catalogue)
        found += _subdivision(site)
    taken = {part.mix for parts in supplies.values() for part in parts}
    for mix in study.mixes:
        found += _sources(mix) if mix.id in taken else ()
        found += _difference(mix, catalogue)
    return tuple(found)


def check_location(result: PcfResult) -> tuple[Finding, ...]:
    """Give a finding where contracts are used and the location-based result can't be given."""
    if result.location is not None or not uses_contracts(result):
        return ()
    unknown = set(result.inventory.without_location)
    return tuple(
        finding(
            Severity.BLOCKS_DOCUMENT,
            "location-based-missing",
            site,
            "country",
            rule="E06",
            country=site.country or "–",
        )
        for site in result.study.sites
        if site.id in unknown and result.supply.get(site.id)
    )


def _sources(mix: OwnMix) -> Iterator[Finding]:
    """Ask for the source of the shares of an own mix, and of what is added upstream, if nothing."""
    if mix.shares and not mix.source.strip():
        yield finding(Severity.BLOCKS_DOCUMENT, "mix-without-source", mix, "source", rule="D03")
    if mix.upstream is not None and not mix.upstream_source.strip():
        yield finding(
            Severity.BLOCKS_DOCUMENT,
            "mix-upstream-without-source",
            mix,
            "upstream_source",
            rule="D03",
        )


def _subdivision(site: Site) -> Iterator[Finding]:
    """Find a province that lies in another country than its site."""
    place = place_of(site.subdivision.upper())
    if site.country and place.country and place.country != site.country.upper():
        yield finding(
            Severity.WARNING,
            "subdivision-of-other-country",
            site,
            "subdivision",
            rule="D05",
            subdivision=site.subdivision,
            country=site.country,
        )


def _sold(site: Site) -> Iterator[Finding]:
    """Find own generation and direct lines whose certificates are sold, or may be."""
    for line in site.electricity:
        if line.rule in {ElectricityRule.CONTRACT, ElectricityRule.GRID}:
            continue
        if line.certificate_sold is not False:
            key = "certificate-sold" if line.certificate_sold else "certificate-sale-not-stated"
            yield finding(Severity.BLOCKS_DOCUMENT, key, line, "certificate_sold", rule="E08")


def _above_meter(site: Site, period: Period) -> Iterator[Finding]:
    metered = metered_si(site, period)
    stated = sum(line_energy_si(line) for line in site.electricity)
    if metered and stated > metered * (1 + _OVER_METER):
        mwh = unit_si_factor("MWh")
        yield finding(
            Severity.BLOCKS_DOCUMENT,
            "supply-above-meter",
            site,
            "electricity",
            rule="D07",
            stated=stated / mwh,
            metered=metered / mwh,
        )


def _untracked(
    site: Site, parts: tuple[Supplied, ...], mixes: dict[str, OwnMix], catalogue: Catalogue
) -> Iterator[Finding]:
    """Find untracked electricity that takes no residual mix without a reason; once a site."""
    for part in parts:
        if part.reason is Reason.UNSTATED and part.line is None and site.electricity:
            yield finding(
                Severity.NOTE,
                "supply-untracked",
                site,
                "electricity",
                rule="E01",
                mwh=part.energy_si / unit_si_factor("MWh"),
                percent=100 * part.share,
            )
    for part in parts:
        if part.rule is not ElectricityRule.GRID:
            continue
        reason = (part.line.reason or part.line.reason_zh) if part.line else ""
        is_justified = reason or site.untracked_reason or site.untracked_reason_zh
        if is_justified or _is_residual(part, mixes, catalogue):
            continue
        residual = catalogue.residual(site.country)
        node = part.line if part.keeps_factor and part.line else site
        field = "data_set" if part.keeps_factor else "untracked"
        if residual is None:
            yield finding(Severity.NOTE, "residual-mix-not-published", node, field, rule="E05")
        else:
            yield finding(
                Severity.WARNING,
                "residual-mix-not-used",
                node,
                field,
                rule="E05",
                residual=residual.name_en,
                residual_zh=residual.name_zh,
                data_set=residual.ref.id,
            )
        return


def _is_residual(part: Supplied, mixes: dict[str, OwnMix], catalogue: Catalogue) -> bool:
    if part.data_set is None:
        mix = mixes.get(part.mix)
        return mix is not None and mix.is_residual
    data_set = catalogue.get(part.data_set)
    return (
        data_set is not None and data_set.table == _GRID_TABLE and data_set.family.endswith("-RES")
    )


def _boundary(
    site: Site, parts: tuple[Supplied, ...], mixes: dict[str, OwnMix], catalogue: Catalogue
) -> Iterator[Finding]:
    """Find factors without the supply of fuels, or without the losses of the grid; once a node."""
    said: set[tuple[str, str]] = set()
    for part in parts:
        line = part.line if part.keeps_factor else None
        node = line or site
        missing = {
            "electricity-without-upstream": not _has_upstream(part, site, mixes, catalogue),
            "electricity-without-losses": part.loses_on_the_way
            and not _has_losses(part, site, mixes, catalogue),
        }
        for key, is_missing in missing.items():
            if is_missing and (node.id, key) not in said:
                said.add((node.id, key))
                yield finding(Severity.WARNING, key, node, "data_set" if line else "", rule="E07")


def _has_upstream(
    part: Supplied, site: Site, mixes: dict[str, OwnMix], catalogue: Catalogue
) -> bool:
    line = part.line if part.keeps_factor else None
    if line is not None and line.includes_upstream is not None:
        return line.includes_upstream
    mix = mixes.get(part.mix)
    if mix is not None:
        taken = (catalogue.get(share.data_set) for share in mix.shares if share.data_set)
        return mix.upstream is not None or all(not _is_direct(each) for each in taken)
    supply = catalogue.grid(site.country) if part.data_set is None else None
    ref = supply.data_set if supply else part.data_set
    return ref is None or not _is_direct(catalogue.get(ref))


def _is_direct(data_set: DataSet | None) -> bool:
    """Tell whether a grid factor counts the stacks of power plants only."""
    return data_set is not None and data_set.table == _GRID_TABLE and "direct" in data_set.route


def _has_losses(part: Supplied, site: Site, mixes: dict[str, OwnMix], catalogue: Catalogue) -> bool:
    line = part.line if part.keeps_factor else None
    mix = mixes.get(part.mix)
    if (line and line.includes_losses) or (mix and mix.includes_losses):
        return True
    if part.data_set is None and not part.mix:
        return True
    is_grid = part.data_set is not None and catalogue.supply(part.data_set) is not None
    return is_grid or catalogue.loss(site.country) is not None


def _difference(mix: OwnMix, catalogue: Catalogue) -> Iterator[Finding]:
    """Say by how much an own mix differs from the official value that it stands in for."""
    official = official_value(mix, catalogue)
    own = mix_value(mix, catalogue)
    if official is None or own is None or not official.kg_co2e:
        return
    yield finding(
        Severity.NOTE,
        "own-mix-differs",
        mix,
        "shares",
        rule="E05",
        own=own,
        official=official.kg_co2e,
        percent=100 * (own / official.kg_co2e - 1),
        data_set=official.name_en,
        data_set_zh=official.name_zh,
    )


def official_value(mix: OwnMix, catalogue: Catalogue) -> DataSet | None:
    """Give what an own mix is compared with: its origin, else the country's grid factor."""
    if mix.origin is not None:
        return catalogue.get(mix.origin)
    supply = catalogue.grid(mix.country)
    return catalogue.get(supply.data_set) if supply else None


def mix_value(mix: OwnMix, catalogue: Catalogue) -> float | None:
    """Give what one kWh of an own mix emits [kg CO2e/kWh], None if a share is of nothing known."""
    total = mix.upstream.si if mix.upstream else 0.0
    for share in mix.shares:
        data_set = _of_share(share, mix, catalogue)
        if data_set is None:
            return None
        total += share.share * data_set.kg_co2e
    return total if mix.shares else None


def _of_share(share: MixShare, mix: OwnMix, catalogue: Catalogue) -> DataSet | None:
    if share.data_set is not None:
        return catalogue.get(share.data_set)
    return catalogue.technology(share.technology, mix.country)
