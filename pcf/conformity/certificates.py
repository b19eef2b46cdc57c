"""Checks on certificates of electricity: criteria, cover, balance with the grid, used once.

W_cert <= W_grid        per market and period; methods: ISO 14067, 6.4.9.4.4
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from pcf.conformity.case import Case
from pcf.conformity.named import finding, named
from pcf.findings import Finding, Severity
from pcf.model.electricity import ContractInstrument
from pcf.model.serials import SerialRange, parse_serials, serial_count
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import Study
from pcf.model.supply import (
    Period,
    Reason,
    Supplied,
    instruments_si,
    line_energy_si,
    metered_si,
    period_of,
)
from pcf.texts import normalised
from pcf.units import unit_si_factor

_BLOCKS = Severity.BLOCKS_DOCUMENT
_DATA = (
    "registry", "generated_from", "generated_to", "technology", "market", "cancelled_on",
    "beneficiary",
)  # fmt: skip
_MARGIN = 1e-9
_MWH = "MWh"
_LONGEST = datetime.timedelta(days=366)
"""Generation over more than a year is not as close as possible in period (judgement)."""

_COUNTRY_LENGTH = 3
"""Letters of an ISO 3166-1 alpha-3 code; a longer name is a market of several countries."""


class Claim(msgspec.Struct, frozen=True):
    """Certificates that a study uses at a site.

    Attributes:
        study: id of the study.
        product: that it is about, by number, else by name.
        label: path of the study's file, "" for the one at hand.
        site: the site with its whole supply.
        period: of the study.
        instrument: the certificates.
    """

    study: str
    product: str
    label: str
    site: Site
    period: Period
    instrument: ContractInstrument

    def is_of_plant_of(self, other: "Claim") -> bool:
        """Tell whether both are of one plant in one period: a copied file keeps the site's id."""
        one, two = self.site, other.site
        places = [(each.id, each.country, each.subdivision) for each in (one, two)]
        return places[0] == places[1] and self.period == other.period


class Reuse(msgspec.Struct, frozen=True):
    """Certificates that two claims name.

    Attributes:
        is_same_supply: both claims are of one plant with one supply in one period, so that its
            certificates are used once, for all that it makes.
    """

    first: Claim
    second: Claim
    registry: str
    serials: tuple[SerialRange, ...]
    is_same_supply: bool

    @property
    def count(self) -> int:
        """Give how many certificates both name."""
        return serial_count(self.serials)


def claims_of(study: Study, label: str = "") -> tuple[Claim, ...]:
    """Give the certificates that a study uses."""
    period, product = period_of(study.goal), study.product
    called = normalised(product.number or product.name or product.name_zh)
    return tuple(
        Claim(study.id, called, label, site, period, instrument)
        for site in study.sites
        for line in site.electricity
        if line.rule is ElectricityRule.CONTRACT
        for instrument in line.instruments
    )


def reused_certificates(claims: Iterable[Claim]) -> tuple[Reuse, ...]:
    """Give the certificates that two claims name, by registry and serial number.

    Two saves of one study, of the same product, plant and period, are one use of an instrument. A
    file that began as a copy of another and is about another product is a use of its own.
    """
    blocks: dict[tuple[str, str], list[tuple[SerialRange, Claim]]] = {}
    for claim in claims:
        registry = normalised(claim.instrument.registry)
        for block in parse_serials(claim.instrument.serials):
            blocks.setdefault((registry, block.prefix), []).append((block, claim))
    shared: dict[tuple[int, int], list[SerialRange]] = {}
    known: dict[int, Claim] = {}
    for named_blocks in blocks.values():
        for one, other, both in _overlaps(named_blocks):
            if not _is_one_use(one, other):
                known |= {id(one): one, id(other): other}
                shared.setdefault((id(one), id(other)), []).append(both)
    return tuple(
        Reuse(
            known[one],
            known[other],
            known[one].instrument.registry,
            tuple(serials),
            _is_same_supply(known[one], known[other]),
        )
        for (one, other), serials in shared.items()
    )


def _overlaps(
    blocks: list[tuple[SerialRange, Claim]],
) -> Iterator[tuple[Claim, Claim, SerialRange]]:
    """Give each two blocks of one registry and prefix that overlap, in the order of the claims."""
    order = {id(claim): place for place, (_, claim) in enumerate(blocks)}
    open_blocks: list[tuple[SerialRange, Claim]] = []
    for block, claim in sorted(blocks, key=lambda each: each[0].first):
        open_blocks = [each for each in open_blocks if each[0].last >= block.first]
        for other, others_claim in open_blocks:
            both = block.shared_with(other)
            if both is not None:
                one, two = sorted((claim, others_claim), key=lambda each: order[id(each)])
                yield one, two, both
        open_blocks.append((block, claim))


def _is_one_use(one: Claim, other: Claim) -> bool:
    """Tell whether two files are saves of one study with one instrument, or the claims the same."""
    if one is other or one.label == other.label:
        return False
    is_same_study = one.study == other.study and one.product == other.product
    return is_same_study and one.is_of_plant_of(other) and one.instrument.id == other.instrument.id


def _is_same_supply(one: Claim, other: Claim) -> bool:
    is_other_file = one.label != other.label
    same_lines = one.site.electricity == other.site.electricity
    return is_other_file and same_lines and one.is_of_plant_of(other)


def reuse_finding(reuse: Reuse, *, of_first: bool = False) -> Finding:
    """Give the finding of certificates that are named twice, at one of the two claims."""
    here, there = reuse.first, reuse.second
    if not of_first:
        here, there = there, here
    others = named(there.instrument)
    if reuse.is_same_supply:
        severity, key = Severity.NOTE, "certificates-of-one-plant"
    else:
        severity, key = _BLOCKS, "certificate-used-twice"
    return finding(
        severity,
        key,
        here.instrument,
        "serials",
        rule="E04",
        other=others["name"],
        other_zh=others.get("name_zh", others["name"]),
        study=Path(there.label).name or "@word.this-study",
        registry=reuse.registry or "–",
        serials="; ".join(map(str, reuse.serials)),
        count=reuse.count,
    )


def check_certificates(
    study: Study, supplies: Mapping[str, tuple[Supplied, ...]], period: Period
) -> Iterator[Finding]:
    """Give what the contractual instruments of a study have to say.

    Args:
        study: whose sites are supplied.
        supplies: what each site's electricity comes to, by its id.
        period: of the study.
    """
    for site in study.sites:
        for line in site.electricity:
            if line.rule is ElectricityRule.CONTRACT:
                yield from _check_line(line, supplies[site.id])
                for instrument in line.instruments:
                    yield from _check_instrument(instrument, site, period)
    yield from _check_balance(study, period)
    yield from map(reuse_finding, reused_certificates(claims_of(study)))


def _check_line(line: SupplyLine, parts: Iterable[Supplied]) -> Iterator[Finding]:
    if not line.instruments:
        yield finding(_BLOCKS, "contract-without-instrument", line, "instruments", rule="E02")
        return
    for part in parts:
        if part.line is line and part.reason is Reason.NOT_COVERED:
            yield finding(
                _BLOCKS,
                "contract-not-covered",
                line,
                "instruments",
                rule="E02",
                mwh=part.energy_si / unit_si_factor(_MWH),
            )


def _check_instrument(
    instrument: ContractInstrument, site: Site, period: Period
) -> Iterator[Finding]:
    for field in instrument.failing_criteria:
        is_stated = getattr(instrument, field) is not None
        key = "instrument-criterion-not-met" if is_stated else "instrument-criterion-not-stated"
        yield finding(_BLOCKS, key, instrument, field, rule="E02", criterion=f"@criterion.{field}")
    if not instrument.energy:
        yield finding(_BLOCKS, "instrument-without-energy", instrument, "energy", rule="E02")
    for field in _DATA:
        if not getattr(instrument, field):
            yield finding(
                Severity.WARNING,
                "instrument-data-missing",
                instrument,
                field,
                rule="E02",
                what=f"@instrument.{field}",
            )
    if not instrument.serials.strip():
        yield finding(
            Severity.WARNING, "instrument-without-serials", instrument, "serials", rule="E04"
        )
    yield from _check_number(instrument)
    yield from _check_dates(instrument)
    if _is_outside(instrument, period):
        yield finding(
            Severity.WARNING, "instrument-of-other-period", instrument, "generated_to", rule="E02"
        )
    market = instrument.market.strip().upper()
    if len(market) == _COUNTRY_LENGTH and site.country and market != site.country.upper():
        yield finding(
            Severity.WARNING,
            "instrument-of-other-country",
            instrument,
            "market",
            rule="E02",
            market=market,
            country=site.country,
        )


def _check_number(instrument: ContractInstrument) -> Iterator[Finding]:
    """Compare the certificates with their energy: one stands for 1 MWh."""
    count = serial_count(parse_serials(instrument.serials))
    mwh = instruments_si([instrument]) / unit_si_factor(_MWH)
    if count and mwh and abs(count - mwh) >= 1:
        yield finding(
            Severity.WARNING,
            "certificates-not-their-energy",
            instrument,
            "serials",
            rule="E02",
            count=count,
            mwh=mwh,
        )


def _check_dates(instrument: ContractInstrument) -> Iterator[Finding]:
    """Find dates that deny what the criteria claim: what isn't generated can't be cancelled."""
    first, last, cancelled = (
        instrument.generated_from,
        instrument.generated_to,
        instrument.cancelled_on,
    )
    if first is not None and last is not None:
        if last < first:
            yield finding(_BLOCKS, "instrument-backwards", instrument, "generated_to", rule="E02")
        elif last - first > _LONGEST:
            yield finding(
                _BLOCKS,
                "instrument-generated-long",
                instrument,
                "generated_from",
                rule="E02",
                first=first.isoformat(),
                last=last.isoformat(),
            )
    if cancelled is not None and last is not None and cancelled < last:
        yield finding(
            _BLOCKS,
            "instrument-cancelled-before",
            instrument,
            "cancelled_on",
            rule="E02",
            cancelled=cancelled.isoformat(),
            last=last.isoformat(),
        )


def check_cancellations(case: Case) -> list[Finding]:
    """Give what is said to be cancelled on a day that is still to come, or for somebody else."""
    company = case.study.company
    names = [normalised(each) for each in (company.name, company.name_zh) if each.strip()]
    findings = []
    for claim in claims_of(case.study):
        instrument = claim.instrument
        cancelled = instrument.cancelled_on
        if cancelled is not None and cancelled > case.on:
            findings.append(
                finding(
                    _BLOCKS,
                    "instrument-cancelled-later",
                    instrument,
                    "cancelled_on",
                    rule="E02",
                    cancelled=cancelled.isoformat(),
                )
            )
        stated = normalised(instrument.beneficiary)
        if stated and names and not any(name in stated or stated in name for name in names):
            findings.append(
                finding(
                    Severity.WARNING,
                    "instrument-for-another",
                    instrument,
                    "beneficiary",
                    rule="E02",
                    beneficiary=instrument.beneficiary,
                    company=company.name or company.name_zh,
                    company_zh=company.name_zh or company.name,
                )
            )
    return findings


def _is_outside(instrument: ContractInstrument, period: Period) -> bool:
    """Tell whether no day of generation lies in the period."""
    first, last = instrument.generated_from, instrument.generated_to
    is_before = last is not None and period.start is not None and last < period.start
    is_after = first is not None and period.end is not None and first > period.end
    return is_before or is_after


def _check_balance(study: Study, period: Period) -> Iterator[Finding]:
    """Compare the certificates of each market with what its sites take over the grid."""
    by_country = sorted(study.sites, key=lambda site: site.country)
    for country, group in itertools.groupby(by_country, key=lambda site: site.country):
        sites = list(group)
        claimed = sum(
            instruments_si(line.instruments)
            for site in sites
            for line in site.electricity
            if line.rule is ElectricityRule.CONTRACT
        )
        grid = sum(_over_grid_si(site, period) for site in sites)
        if claimed <= grid * (1 + _MARGIN):
            continue
        mwh = unit_si_factor(_MWH)
        for site in sites:
            if any(line.instruments for line in site.electricity):
                yield finding(
                    _BLOCKS,
                    "certificates-above-grid",
                    site,
                    "electricity",
                    rule="E03",
                    country=country or "–",
                    claimed=claimed / mwh,
                    grid=grid / mwh,
                )


def _over_grid_si(site: Site, period: Period) -> float:
    """Give what a site takes over the public grid in the period [J]."""
    own = {ElectricityRule.OWN_GENERATION, ElectricityRule.DIRECT_LINE}
    behind_meter = sum(line_energy_si(line) for line in site.electricity if line.rule in own)
    metered = metered_si(site, period)
    if metered:
        return max(0.0, metered - behind_meter)
    return sum(line_energy_si(line) for line in site.electricity) - behind_meter
