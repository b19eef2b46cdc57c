"""A refurbishment case put together: its lives, the sums of its fleet, scenarios and intervals.

    AE_c = n_c AE(c),  T = sum_c AE_c,   n_c = devices sold or deployed in the period, less returned

Booked per year, n_c are the devices in service and AE(c) / L_r is summed. Unrounded numbers are
kept; only what is shown is rounded.
"""

import datetime
import hashlib
import json
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from pcf.circularity import burden
from pcf.circularity.draws import Draws
from pcf.circularity.inputs import Input, Origin, years_of
from pcf.circularity.published_methods import Reproduction
from pcf.circularity.refurbishment import (
    Number,
    Step,
    Terms,
    avoided,
    break_even,
    displaced_year,
    refurbished_year,
    waterfall,
)
from pcf.findings import Finding, Severity
from pcf.model.refurbishment import (
    Booking,
    BurdenRule,
    DeviceCategory,
    Displacement,
    RefurbishedLife,
    RefurbishmentCase,
)
from pcf.model.study import Study
from pcf.results.result import PcfResult

_NAMESPACE = uuid.UUID("6a1d2c0e-50b7-4f0c-8d13-7a7a7f6f2b11")
_FORMAT = 1

NEEDED = ("production", "new_life", "life")
"""Without these a life has no number; without others the number is incomplete."""

NEUTRAL = {"success": 1.0, "equivalence": 1.0}
"""What a missing factor is left out as; a missing amount is left out by not adding it."""


class Life(msgspec.Struct, frozen=True):
    """One life of the devices of a category, with its numbers.

    Attributes:
        place: 0 for the first life after the new one.
        devices: that count: sold or in service, less returned [1]; None: not stated.
        inputs: its numbers by name, with `share`.
        terms: the same as plain numbers; None where one that is needed is missing.
        process: of what its process was solved as, None where none was.
        new_device: of what the new device was solved as, None where none was.
    """

    category: DeviceCategory
    life: RefurbishedLife
    place: int
    devices: float | None
    inputs: Mapping[str, Input]
    terms: Terms | None
    process: PcfResult | None = None
    new_device: PcfResult | None = None

    @property
    def is_counted(self) -> bool:
        """Tell whether it is in the sums of the fleet."""
        return self.terms is not None and self.devices is not None

    @property
    def missing(self) -> tuple[Input, ...]:
        """Give the numbers that are not stated."""
        return tuple(each for each in self.inputs.values() if each.origin is Origin.MISSING)


class Estimate(msgspec.Struct, frozen=True):
    """A number with its Monte Carlo interval.

    Attributes:
        value: from the stated numbers, which are medians.
        low: 2.5 % quantile of the draws.
        high: 97.5 % quantile.
        median: of the draws.
        positive: share of draws above zero [0..1].
    """

    value: float
    low: float
    high: float
    median: float
    positive: float

    def over(self, number: float) -> "Estimate":
        """Give it divided by a number that is exact and positive."""
        low, high = self.low / number, self.high / number
        return Estimate(self.value / number, low, high, self.median / number, self.positive)


class Scenario(msgspec.Struct, frozen=True):
    """What the fleet avoids under one displacement rate.

    Attributes:
        name: `upper`, `central` or `low`.
        fleet: avoided in the period [kg CO2e].
        lives: the same by life, in their order; None where a life is not counted.
        per_device: of each life [kg CO2e per device].
    """

    name: str
    displacement: Displacement
    fleet: Estimate
    lives: tuple[Estimate | None, ...]
    per_device: tuple[Estimate | None, ...]


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a refurbishment case: avoided emissions, in no total of any footprint.

    Attributes:
        lives: of all categories, in the order of the case.
        scenarios: upper, central and low; empty where nothing could be counted.
        break_even: displacement rate at which the fleet avoids nothing [1].
        is_certain: no number has a stated uncertainty, so that there is no interval to show.
        use: of what a kilowatt-hour where the devices are used was solved as; None where none was.
        reproductions: of the published rows, by their id.
        findings: worst first.
    """

    study: Study
    case: RefurbishmentCase
    lives: tuple[Life, ...]
    scenarios: tuple[Scenario, ...]
    break_even: float | None
    is_certain: bool
    use: PcfResult | None = None
    reproductions: Mapping[str, Reproduction | None]
    sha256: str
    calculated: datetime.datetime
    program: str
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """Give the id of the result: the same numbers give the same id."""
        return str(uuid.uuid5(_NAMESPACE, self.sha256))

    @property
    def headline(self) -> Scenario | None:
        """Give the scenario that a document leads with (see `RefurbishmentCase.headline`)."""
        wanted = self.case.headline
        return next((each for each in self.scenarios if each.displacement is wanted), None)

    @property
    def devices(self) -> float:
        """Give the devices that count [1]."""
        return sum(each.devices or 0.0 for each in self.lives if each.is_counted)

    @property
    def is_blocked(self) -> bool:
        """Tell whether a finding blocks its document, or there is nothing to say in one."""
        blocking = {Severity.BLOCKS_DOCUMENT, Severity.STOPS_CALCULATION}
        is_empty = not (self.scenarios or self.case.published)
        return is_empty or any(each.severity in blocking for each in self.findings)

    @property
    def is_incomplete(self) -> bool:
        """Tell whether some life is in no sum."""
        return any(not each.is_counted for each in self.lives)

    @property
    def solved(self) -> tuple[PcfResult, ...]:
        """Give everything that was solved for it, each once."""
        found = [each for life in self.lives for each in (life.new_device, life.process) if each]
        return tuple({each.sha256: each for each in [*found, *filter(None, [self.use])]}.values())

    def per_device(self, scenario: Scenario) -> Estimate | None:
        """Give what the average device avoids under a scenario, None where no device counts.

        Booked per year it is what a device in service avoids in a year [kg CO2e].
        """
        return scenario.fleet.over(self.devices) if self.devices > 0 else None


def shares_of_burden(case: RefurbishmentCase, category: DeviceCategory) -> tuple[float | None, ...]:
    """Give s of each further life of a category by the rule of the case, None where it can't be.

    Raises:
        InputError: prices rise from one life to the next.
    """
    lives = category.lives
    years = _all_known(years_of(each.life) for each in lives)
    prices = _all_known(each.price for each in lives)
    first = years_of(category.first_life)
    shares: Sequence[float | None] = (None,) * len(lives)
    match case.burden:
        case BurdenRule.CUT_OFF:
            shares = burden.no_shares(len(lives))
        case BurdenRule.STATED:
            shares = [each.stated_share.value if each.stated_share else None for each in lives]
        case BurdenRule.BY_VALUE if category.new_price and prices:
            shares = burden.shares_by_value(category.new_price, prices)
        case BurdenRule.FULL if sum(years) > 0:
            shares = burden.shares_of_all(years)
        case BurdenRule.BY_TIME if first is not None and sum(years) > 0:
            shares = burden.shares_by_time(first, years)
    return tuple(shares)


def _all_known(numbers: Iterable[float | None]) -> list[float]:
    """Give numbers, none of them where one is not known."""
    known: list[float] = []
    for number in numbers:
        if number is None:
            return []
        known.append(number)
    return known


def terms_of(inputs: Mapping[str, Input], draws: Draws | None = None) -> Terms | None:
    """Give the numbers of a life for the formulas, None where one that is needed is missing.

    Args:
        inputs: by name.
        draws: None gives the stated values.
    """
    if any(not inputs[name].value for name in NEEDED) or inputs["share"].value is None:
        return None

    def number(each: Input) -> Number:
        if each.value is None:
            return NEUTRAL.get(each.name, 0.0)
        return each.value if draws is None else each.drawn(draws)

    return Terms(**{name: number(each) for name, each in inputs.items()})


def scenarios_of(case: RefurbishmentCase, lives: Sequence[Life]) -> tuple[Scenario, ...]:
    """Give the displacement scenarios of a fleet, none where no life can be counted."""
    counted = [each for each in lives if each.is_counted]
    if not counted:
        return ()
    draws = Draws(case.seed, case.iterations)
    drawn = {each.life.id: terms_of(each.inputs, draws) for each in counted}
    return tuple(
        _scenario(name, displacement, case, lives, drawn)
        for name, displacement in zip(("upper", "central", "low"), case.scenarios, strict=True)
    )


def _scenario(
    name: str,
    displacement: Displacement,
    case: RefurbishmentCase,
    lives: Sequence[Life],
    drawn: Mapping[str, Terms | None],
) -> Scenario:
    per_device: list[Estimate | None] = []
    of_lives: list[Estimate | None] = []
    fleet_value, fleet_draws = 0.0, np.zeros(case.iterations)
    for each in lives:
        terms, draws_of = each.terms, drawn.get(each.life.id)
        if terms is None or draws_of is None or each.devices is None:
            per_device.append(None)
            of_lives.append(None)
            continue
        value = float(_booked(terms, displacement, case.booking))
        draws = np.broadcast_to(_booked(draws_of, displacement, case.booking), case.iterations)
        per_device.append(_estimate(value, draws))
        of_lives.append(_estimate(value * each.devices, draws * each.devices))
        fleet_value += value * each.devices
        fleet_draws = fleet_draws + draws * each.devices
    return Scenario(
        name, displacement, _estimate(fleet_value, fleet_draws), tuple(of_lives), tuple(per_device)
    )


def _booked(terms: Terms, displacement: Displacement, booking: Booking) -> Number:
    """Give what one device avoids as it is booked: in its whole life, or in a year of it."""
    whole = avoided(terms, displacement.rate, is_net=displacement.is_net)
    return whole / terms.life if booking is Booking.PER_YEAR else whole


def _estimate(value: float, draws: np.ndarray) -> Estimate:
    low, median, high = np.quantile(draws, (0.025, 0.5, 0.975)).tolist()
    return Estimate(value, low, high, median, float(np.mean(draws > 0)))


def break_even_of(case: RefurbishmentCase, lives: Sequence[Life]) -> float | None:
    """Give the displacement rate at which a fleet avoids nothing, None where nothing is displaced.

    d* = sum n A_r L_r / sum n (1 - rho) q A_n L_r
    """
    refurbished = displaced = 0.0
    for each in lives:
        if each.terms is None or each.devices is None:
            continue
        years = 1.0 if case.booking is Booking.PER_YEAR else float(each.terms.life)
        weight = each.devices * years
        refurbished += weight * float(refurbished_year(each.terms))
        displaced += weight * float(displaced_year(each.terms, is_net=case.headline.is_net))
    return refurbished / displaced if displaced > 0 else None


def break_even_of_life(case: RefurbishmentCase, life: Life) -> float | None:
    """Give the displacement rate at which a life avoids nothing, None where none is displaced."""
    if life.terms is None:
        return None
    rate = float(break_even(life.terms, is_net=case.headline.is_net))
    return rate if rate < math.inf else None


def steps_of(result: CaseResult, scenario: Scenario) -> dict[Step, float]:
    """Give the waterfall of the average device: what `scenario` adds up from [kg CO2e/device]."""
    sums = dict.fromkeys(Step, 0.0)
    displacement, case = scenario.displacement, result.case
    for each in result.lives:
        if each.terms is None or each.devices is None:
            continue
        years = float(each.terms.life) if case.booking is Booking.PER_YEAR else 1.0
        for step, value in waterfall(
            each.terms, displacement.rate, is_net=displacement.is_net
        ).items():
            sums[step] += float(value) / years * each.devices
    return {step: value / result.devices for step, value in sums.items()} if result.devices else {}


def digest(study: Study, case: RefurbishmentCase, lives: Sequence[Life]) -> str:
    """Give the SHA-256 of what the numbers of a case rest on, hexadecimal.

    As the canonical inventory: sorted JSON of decimal strings with 12 significant digits, no names
    and no notes, with the study's salt and the hashes of the processes that were solved.
    """
    content = {
        "format": str(_FORMAT),
        "salt": study.salt,
        "booking": case.booking.value,
        "burden": case.burden.value if case.burden else "",
        "draws": [str(case.seed), str(case.iterations)],
        "displacement": [[_digits(each.rate), str(each.is_net)] for each in case.scenarios],
        "lives": {
            each.life.id: {
                "devices": _digits(each.devices),
                "inputs": {
                    name: [_digits(every) for every in (one.value, one.low, one.high)]
                    for name, one in each.inputs.items()
                },
                "solved": [every.sha256 for every in (each.process, each.new_device) if every],
            }
            for each in lives
        },
        "published": {
            each.id: [each.unit_text, _digits(each.devices.si if each.devices else None),
                      each.total_text]
            for each in case.published
        },
    }  # fmt: skip
    packed = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(packed.encode()).hexdigest()


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
