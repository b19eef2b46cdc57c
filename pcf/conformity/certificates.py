"""Checks on certificates of electricity: criteria, cover, dates, balance with the grid.

W_cert <= W_grid        per market and period; methods: ISO 14067, 6.4.9.4.4
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping

from pcf.background.catalogue import Catalogue
from pcf.conformity.case import Case
from pcf.conformity.certificate_uses import claims_of, reuse_finding, reused_certificates
from pcf.conformity.named import finding
from pcf.conformity.technologies import contradicted_by
from pcf.findings import Finding, Severity
from pcf.model.electricity import ContractInstrument, OwnMix
from pcf.model.product import Company
from pcf.model.serials import parse_serials, serial_count
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import Study
from pcf.model.supply import (
    Period,
    Reason,
    Supplied,
    instruments_si,
    line_energy_si,
    metered_si,
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

_NONE = datetime.timedelta()
_VALID = datetime.timedelta(days=2 * 365)
"""Between generation and the period; GEC of China lapse two years after generation (judgement)."""

_COUNTRY_LENGTH = 3
"""Letters of an ISO 3166-1 alpha-3 code; a longer name is a market of several countries."""


def check_certificates(
    study: Study,
    supplies: Mapping[str, tuple[Supplied, ...]],
    period: Period,
    catalogue: Catalogue,
) -> Iterator[Finding]:
    """Give what the contractual instruments of a study have to say.

    Args:
        study: whose sites are supplied.
        supplies: what each site's electricity comes to, by its id.
        period: of the study.
        catalogue: to tell what a line takes.
    """
    mixes = {mix.id: mix for mix in study.mixes}
    for site in study.sites:
        for line in site.electricity:
            if line.rule is ElectricityRule.CONTRACT:
                yield from _check_line(line, supplies[site.id])
                for instrument in line.instruments:
                    yield from _check_instrument(instrument, site, period)
                    yield from _check_technology(instrument, line, mixes, catalogue)
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
    if not any(map(str.isdigit, instrument.serials)):
        yield finding(
            Severity.WARNING, "instrument-without-serials", instrument, "serials", rule="E04"
        )
    yield from _check_number(instrument)
    yield from _check_dates(instrument)
    apart = _apart(instrument, period)
    if apart > _VALID:
        yield finding(_BLOCKS, "instrument-far-from-period", instrument, "generated_to", rule="E02")
    elif apart:
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
    over = last or first
    if cancelled is not None and over is not None and cancelled < over:
        yield finding(
            _BLOCKS,
            "instrument-cancelled-before",
            instrument,
            "cancelled_on",
            rule="E02",
            cancelled=cancelled.isoformat(),
            generated=over.isoformat(),
        )


def _check_technology(
    instrument: ContractInstrument,
    line: SupplyLine,
    mixes: Mapping[str, OwnMix],
    catalogue: Catalogue,
) -> Iterator[Finding]:
    """Compare what made the electricity with what its supply line counts it by."""
    taken = contradicted_by(instrument, line, mixes, catalogue)
    if taken:
        yield finding(
            Severity.WARNING,
            "instrument-of-other-technology",
            instrument,
            "technology",
            rule="E02",
            technology=instrument.technology or instrument.technology_zh,
            technology_zh=instrument.technology_zh or instrument.technology,
            **taken,
        )


def check_cancellations(case: Case) -> list[Finding]:
    """Give what is said to be cancelled before its time has come, or for somebody else."""
    findings: list[Finding] = []
    for claim in claims_of(case.study):
        findings += _to_come(claim.instrument, case.on)
        findings += _for_another(claim.instrument, case.study.company)
    return findings


def _to_come(instrument: ContractInstrument, today: datetime.date) -> Iterator[Finding]:
    """Find a cancellation on a day to come, or one of what is still being generated."""
    cancelled, last = instrument.cancelled_on, instrument.generated_to
    if cancelled is not None and cancelled > today:
        yield finding(
            _BLOCKS,
            "instrument-cancelled-later",
            instrument,
            "cancelled_on",
            rule="E02",
            cancelled=cancelled.isoformat(),
        )
    elif instrument.is_cancelled and cancelled is None and last is not None and last > today:
        yield finding(
            _BLOCKS,
            "instrument-generated-later",
            instrument,
            "generated_to",
            rule="E02",
            last=last.isoformat(),
        )


def _for_another(instrument: ContractInstrument, company: Company) -> Iterator[Finding]:
    """Find a beneficiary that is not called like the company; both may belong together."""
    names = [normalised(each) for each in (company.name, company.name_zh) if each.strip()]
    stated = normalised(instrument.beneficiary)
    if stated and names and not any(name in stated or stated in name for name in names):
        yield finding(
            Severity.WARNING,
            "instrument-for-another",
            instrument,
            "beneficiary",
            rule="E02",
            beneficiary=instrument.beneficiary,
            company=company.name or company.name_zh,
            company_zh=company.name_zh or company.name,
        )


def _apart(instrument: ContractInstrument, period: Period) -> datetime.timedelta:
    """Give the time between generation and the period, none where a day of both may be one."""
    first, last = instrument.generated_from, instrument.generated_to
    before = period.start - last if period.start and last else _NONE
    after = first - period.end if period.end and first else _NONE
    return max(before, after, _NONE)


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
