"""Certificates used once: by whom they are claimed, and which two claims name the same.

A use is that of one site with its supply in one period, for one product or for all that it makes.
Files are copied to begin the next study, so a study's id alone tells nothing.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pcf.conformity.named import finding, named
from pcf.findings import Finding, Severity
from pcf.model.electricity import ContractInstrument
from pcf.model.product import Product
from pcf.model.serials import SerialRange, parse_serials, serial_count
from pcf.model.sites import ElectricityRule, Site
from pcf.model.study import Study
from pcf.model.supply import Period, line_energy_si, metered_si, period_of
from pcf.texts import normalised


class Claim(msgspec.Struct, frozen=True):
    """Certificates that a study uses at a site.

    Attributes:
        study: id of the study.
        product: that it is about.
        label: path of the study's file, "" for the one at hand.
        site: the site with its whole supply.
        period: of the study.
        instrument: the certificates.
    """

    study: str
    product: Product
    label: str
    site: Site
    period: Period
    instrument: ContractInstrument

    def is_one_use_with(self, other: "Claim") -> bool:
        """Tell whether both are saves of one study: of one product, plant and period.

        Between two saves a site may have got another name, or other energy; one that has both is
        another site.
        """
        return (
            self.label != other.label
            and self.study == other.study
            and _is_same_product(self.product, other.product)
            and self._is_of_period_and_place_of(other)
            and (_is_same_site(self.site, other.site) or self._has_supply_of(other))
        )

    def is_of_plant_of(self, other: "Claim") -> bool:
        """Tell whether two files state one plant with one supply in one period."""
        return (
            self.label != other.label
            and self._is_of_period_and_place_of(other)
            and _is_same_site(self.site, other.site)
            and self._has_supply_of(other)
        )

    def _is_of_period_and_place_of(self, other: "Claim") -> bool:
        one, two = (
            (each.site.id, each.site.country, each.site.subdivision, each.period)
            for each in (self, other)
        )
        return one == two

    def _has_supply_of(self, other: "Claim") -> bool:
        """Tell whether lines are the same and, where both state any, readings."""
        metered = {metered_si(each.site, each.period) for each in (self, other)} - {0.0}
        return _lines(self.site) == _lines(other.site) and len(metered) <= 1


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
    period = period_of(study.goal)
    return tuple(
        Claim(study.id, study.product, label, site, period, instrument)
        for site in study.sites
        for line in site.electricity
        if line.rule is ElectricityRule.CONTRACT
        for instrument in line.instruments
    )


def reused_certificates(claims: Iterable[Claim]) -> tuple[Reuse, ...]:
    """Give the certificates that two claims name, by registry and serial number.

    Two saves of one study are one use. A file that began as a copy of another and is about another
    product, plant or period is a use of its own.
    """
    blocks: dict[str, list[tuple[SerialRange, Claim]]] = {}
    for claim in claims:
        for block in parse_serials(claim.instrument.serials):
            blocks.setdefault(block.series, []).append((block, claim))
    shared: dict[tuple[int, int], list[SerialRange]] = {}
    known: dict[int, Claim] = {}
    for of_series in blocks.values():
        for one, other, both in _overlaps(of_series):
            if _is_same_registry(one, other) and not one.is_one_use_with(other):
                known |= {id(one): one, id(other): other}
                shared.setdefault((id(one), id(other)), []).append(both)
    return tuple(
        _reuse(known[one], known[other], serials) for (one, other), serials in shared.items()
    )


def _reuse(one: Claim, other: Claim, serials: list[SerialRange]) -> Reuse:
    registry = one.instrument.registry or other.instrument.registry
    return Reuse(one, other, registry, tuple(serials), one.is_of_plant_of(other))


def _overlaps(
    blocks: list[tuple[SerialRange, Claim]],
) -> Iterator[tuple[Claim, Claim, SerialRange]]:
    """Give each two blocks of one series that overlap, in the order of the claims."""
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


def _is_same_registry(one: Claim, other: Claim) -> bool:
    """Tell whether two registries may be one: `GEC` is `China GEC`, one not stated is any."""
    here, there = (set(normalised(each.instrument.registry).split()) for each in (one, other))
    return here <= there or there <= here


def _is_same_product(one: Product, other: Product) -> bool:
    """Tell two products apart by their numbers, by their names where one has no number yet."""
    numbers = {normalised(each.number) for each in (one, other)}
    if "" not in numbers:
        return len(numbers) == 1
    return _agree((one.name, one.name_zh), (other.name, other.name_zh))


def _is_same_site(one: Site, other: Site) -> bool:
    """Tell whether what two sites are called, and where they are, does not tell them apart."""
    names = _agree((one.name, one.name_zh), (other.name, other.name_zh))
    return names and _agree((one.place, one.place_zh), (other.place, other.place_zh))


def _agree(one: Iterable[str], other: Iterable[str]) -> bool:
    """Tell whether two names in both languages have one in common, or one is not stated at all."""
    here, there = ({normalised(each) for each in names} - {""} for names in (one, other))
    return not here or not there or bool(here & there)


def _lines(site: Site) -> list[tuple[object, ...]]:
    """Give what supplies a site by each line: rule, energy [J] and certificates."""
    return [
        (
            line.rule,
            line_energy_si(line),
            sorted(
                (block.series, block.first, block.last)
                for instrument in line.instruments
                for block in parse_serials(instrument.serials)
            ),
        )
        for line in site.electricity
    ]


def reuse_finding(reuse: Reuse, *, of_first: bool = False) -> Finding:
    """Give the finding of certificates that are named twice, at one of the two claims."""
    here, there = reuse.first, reuse.second
    if not of_first:
        here, there = there, here
    others = named(there.instrument)
    if reuse.is_same_supply:
        severity, key = Severity.NOTE, "certificates-of-one-plant"
    else:
        severity, key = Severity.BLOCKS_DOCUMENT, "certificate-used-twice"
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
