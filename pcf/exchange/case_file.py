"""A refurbishment case with its numbers as a JSON file: unrounded, for other programs.

Every estimate of avoided emissions is an object that holds the displacement rate that it assumes,
so that none can be taken out of the file without it. What the case states is in it as it stands in
the study file; of a register there are sums alone.
"""

import datetime
from collections.abc import Mapping

import msgspec

from pcf.circularity.basis import case_sources, gwp_shares
from pcf.circularity.case import (
    CaseResult,
    Estimate,
    Life,
    Scenario,
    break_even_of_life,
    steps_of,
)
from pcf.circularity.case_words import KG, claim
from pcf.circularity.published_methods import Method, Reproduction, by_published_methods
from pcf.circularity.refurbishment import (
    Terms,
    new_year,
    one_off,
    refurbished_year,
)
from pcf.circularity.symbols import SYMBOLS, unit_of
from pcf.findings import Finding
from pcf.model.refurbishment import RefurbishmentCase
from pcf.texts import Language, Texts

FORMAT = "cradlegate-avoided-emissions"
SCHEMA_VERSION = 1
_NOT_PART = "not part of a product carbon footprint, and not taken off an inventory"


class _Written(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything in the file."""


class AvoidedEstimate(_Written, frozen=True):
    """Avoided emissions under one displacement rate; below zero emissions are added."""

    displacement_rate: float
    kg_co2e: float
    low_kg_co2e: float
    high_kg_co2e: float
    median_of_draws_kg_co2e: float
    share_of_draws_above_zero: float


class AvoidedOfLife(_Written, frozen=True):
    """Avoided emissions of all devices of a life, and of one of them."""

    life: str
    all_devices: AvoidedEstimate | None
    per_device: AvoidedEstimate | None


class AvoidedStep(_Written, frozen=True):
    """A step of what the average device avoids."""

    step: str
    displacement_rate: float
    kg_co2e: float


class ScenarioFile(_Written, frozen=True):
    """A displacement scenario."""

    name: str
    is_headline: bool
    displacement_rate: float
    rate_source: str
    rate_is_net_of_rebound: bool
    fleet: AvoidedEstimate
    average_device: AvoidedEstimate | None
    average_device_steps: tuple[AvoidedStep, ...]
    lives: tuple[AvoidedOfLife, ...]


class InputFile(_Written, frozen=True):
    """A number of a life."""

    symbol: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    origin: str
    source: str


class MethodFile(_Written, frozen=True):
    """What a published method gives."""

    method: str
    displacement_rate: float | None
    value: float | None
    unit: str
    refused_because: str


class LifeFile(_Written, frozen=True):
    """A life of the devices of a category."""

    id: str
    category: str
    number: int
    devices: float | None
    inputs: Mapping[str, InputFile]
    new_device_year_kg_co2e: float | None
    refurbished_year_kg_co2e: float | None
    one_off_kg_co2e: float | None
    break_even_displacement: float | None
    published_methods: tuple[MethodFile, ...]


class CaseFile(_Written, frozen=True):
    """The whole file."""

    format: str
    schema_version: int
    ledger: str
    remark: str
    id: str
    sha256: str
    calculated: datetime.datetime
    program: str
    is_draft: bool
    is_incomplete: bool
    claim: Mapping[str, str]
    devices: float
    break_even_displacement: float | None
    scenarios: tuple[ScenarioFile, ...]
    lives: tuple[LifeFile, ...]
    reproductions: Mapping[str, Reproduction | None]
    gwp_report_shares: Mapping[str, Mapping[str, float]]
    sources: tuple[str, ...]
    findings: tuple[Finding, ...]
    case: RefurbishmentCase


def write_case(result: CaseResult) -> bytes:
    """Give the file of a case."""
    shares = gwp_shares(result)
    file = CaseFile(
        format=FORMAT,
        schema_version=SCHEMA_VERSION,
        ledger="avoided_emissions",
        remark=_NOT_PART,
        id=result.id,
        sha256=result.sha256,
        calculated=result.calculated,
        program=result.program,
        is_draft=result.is_blocked,
        is_incomplete=result.is_incomplete,
        claim={language.value: claim(result, Texts(language)) for language in Language},
        devices=result.devices,
        break_even_displacement=result.break_even,
        scenarios=tuple(_scenario(result, each) for each in result.scenarios),
        lives=tuple(_life(result, each) for each in result.lives),
        reproductions=result.reproductions,
        gwp_report_shares={
            group: {report.value: share for report, share in of.items()}
            for group, of in shares.items()
        },
        sources=tuple(
            each.source.attribution or each.source.title for each in case_sources(result)
        ),
        findings=result.findings,
        case=result.case,
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def _scenario(result: CaseResult, scenario: Scenario) -> ScenarioFile:
    displacement = scenario.displacement
    rate, average = displacement.rate, result.per_device(scenario)
    return ScenarioFile(
        name=scenario.name,
        is_headline=scenario is result.headline,
        displacement_rate=rate,
        rate_source=displacement.source or displacement.source_zh,
        rate_is_net_of_rebound=displacement.is_net,
        fleet=_estimate(scenario.fleet, rate),
        average_device=_estimate(average, rate) if average else None,
        average_device_steps=tuple(
            AvoidedStep(step=step.value, displacement_rate=rate, kg_co2e=value)
            for step, value in steps_of(result, scenario).items()
        ),
        lives=tuple(
            AvoidedOfLife(
                life=life.life.id,
                all_devices=_estimate(of_all, rate) if of_all else None,
                per_device=_estimate(of_one, rate) if of_one else None,
            )
            for life, of_all, of_one in zip(
                result.lives, scenario.lives, scenario.per_device, strict=True
            )
        ),
    )


def _estimate(found: Estimate, rate: float) -> AvoidedEstimate:
    return AvoidedEstimate(
        displacement_rate=rate,
        kg_co2e=found.value,
        low_kg_co2e=found.low,
        high_kg_co2e=found.high,
        median_of_draws_kg_co2e=found.median,
        share_of_draws_above_zero=found.positive,
    )


def _life(result: CaseResult, life: Life) -> LifeFile:
    terms = life.terms
    share = life.category.market_share
    return LifeFile(
        id=life.life.id,
        category=life.category.id,
        number=life.place + 1,
        devices=life.devices,
        inputs={
            name: InputFile(
                symbol=symbol,
                value=life.inputs[name].value,
                unit=unit_of(name),
                low=life.inputs[name].low,
                high=life.inputs[name].high,
                origin=life.inputs[name].origin.value,
                source=life.inputs[name].source or life.inputs[name].source_zh,
            )
            for name, symbol in SYMBOLS.items()
        },
        new_device_year_kg_co2e=float(new_year(terms)) if terms else None,
        refurbished_year_kg_co2e=float(refurbished_year(terms)) if terms else None,
        one_off_kg_co2e=float(one_off(terms)) if terms else None,
        break_even_displacement=break_even_of_life(result.case, life),
        published_methods=_methods(terms, share.value if share else None) if terms else (),
    )


def _methods(terms: Terms, refurbished: float | None) -> tuple[MethodFile, ...]:
    english = Texts(Language.ENGLISH)
    return tuple(
        MethodFile(
            method=each.method.value,
            displacement_rate=each.rate,
            value=each.value,
            unit=f"{KG}/a" if each.method is Method.ADEME else KG,
            refused_because=english.error(each.refusal) if each.refusal else "",
        )
        for each in by_published_methods(terms, refurbished)
    )
