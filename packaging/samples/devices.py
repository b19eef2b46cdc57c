"""The refurbisher: six kinds of devices of an invented depot, and a table that somebody published.

Footprints of new devices are the shipped statistics; everything else of the depot is invented and
says so. The published table is that of the LX Technology ESG report for 2023, to be reproduced.
"""

import datetime
from dataclasses import dataclass

from samples.maker import Maker, named, texts

from pcf.background.catalogue import Catalogue
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.product import Goal
from pcf.model.refurbishment import (
    BurdenRule,
    DeviceCategory,
    Displacement,
    PublishedCategory,
    RefurbishmentCase,
    StatedAmount,
    StatedShare,
)
from pcf.model.study import Study
from pcf.model.transport import Cargo
from pcf.units import parse_quantity, quantity

_MEDIUM_TRUCK = "tr-medium-diesel-truck-china"
_CARTON = "pack-board-corrugated-and-solid-primary-uk"
_BATTERY = "el-li-ion-battery-meta-analysis-median-per-kg"
_SHREDDING = "proc-mechanical-shredding-and-sorting-of-e-waste-estimate"
_STATISTICS = "dev-{}-manufacturing-statistics-of-manufacturer-pcfs"


@dataclass(frozen=True)
class _Device:
    """An invented row of the depot's ledger."""

    key: str
    sold: int
    mass_kg: float
    new_years: float
    years: float
    delivery_kg: float
    new_kwh: float
    kwh: float
    new_price: float
    price: float
    battery_g: float
    carton_g: float


_DEVICES = (
    _Device("laptop", 1840, 1.9, 4, 3, 10, 22, 25, 6500, 1300, 300, 700),
    _Device("desktop", 960, 5.3, 4, 3, 12, 60, 75, 4800, 960, 0, 1400),
    _Device("monitor", 1120, 5.6, 6, 4, 9, 26, 30, 1500, 300, 0, 1600),
    _Device("server", 74, 24, 4, 3, 22, 1450, 1620, 60000, 12000, 0, 4000),
    _Device("smartphone", 2310, 0.19, 3, 2, 0.6, 5, 5.5, 4200, 840, 45, 150),
    _Device("tablet", 405, 0.5, 3, 2, 1.1, 8, 9, 3200, 640, 130, 250),
)

_LX_2023 = (
    ("laptop", "14.7", 346_895, "5092.2"),
    ("desktop", "27.4", 190_701, "5215.9"),
    ("phone", "6.1", 189_012, "1149.0"),
    ("all_in_one", "28.8", 29_373, "846.9"),
    ("server", "36.9", 14_423, "532.6"),
    ("printer", "35.0", 10_362, "362.7"),
    ("others", "6.9", 559_157, "3853.4"),
    ("total", "12.7", 1_339_923, "17052.7"),
)


def refurbished_devices(catalogue: Catalogue) -> Study:
    """Give a study without a product of its own: two cases of refurbishment."""
    make = Maker("refurbished-devices", catalogue)
    return Study(
        id=make.hashed("study"),
        salt=make.salt,
        goal=Goal(id=make.hashed("goal"), public=False, comparative=False),
        company=make.company(),
        choices=make.choices,
        bom=Part(id=make.hashed("bom")),
        product=make.no_product(),
        sites=(make.site("devices.site", "CN-JS"),),
        refurbishments=(_depot(make), _lx(make)),
    )


def _depot(make: Maker) -> RefurbishmentCase:
    baseline, baseline_zh = texts("devices.baseline")
    survey, survey_zh = texts("devices.survey")
    testing = make.step(
        "devices.step.testing",
        "",
        "devices.site",
        [make.taken("devices.input.testing", "", "1.4 kWh")],
        wastes=[make.waste("devices.waste.failed", "", "0.3 kg", _SHREDDING)],
    )
    return RefurbishmentCase(
        id=make.hashed("depot"),
        **named("devices.case"),
        period_start=datetime.date(2024, 1, 1),
        period_end=datetime.date(2024, 12, 31),
        site=make.hashed("devices.site"),
        baseline=baseline,
        baseline_zh=baseline_zh,
        use_country="CHN",
        burden=BurdenRule.BY_VALUE,
        first_life_carries_rest=True,
        baseline_passes_on=True,
        success=_share(0.92, 0.88, 0.95),
        equivalence=_share(1.0),
        rebound=_share(0.0),
        central=Displacement(rate=0.7, source=survey, source_zh=survey_zh),
        categories=tuple(_category(make, each) for each in _DEVICES),
        steps=(testing,),
        transport=(
            make.leg("devices.leg.in", "350 km", _MEDIUM_TRUCK, Cargo.COLLECTED),
            make.leg("devices.leg.out", "600 km", _MEDIUM_TRUCK, Cargo.PRODUCT),
        ),
    )


def _category(make: Maker, device: _Device) -> DeviceCategory:
    key = device.key
    source, _ = texts("devices.invented")
    battery = Part(
        id=make.hashed(f"{key}/battery"),
        **named("devices.battery"),
        quantity=quantity(1, "piece"),
        mass=Mass(
            amount=quantity(device.battery_g, "g"), origin=MassOrigin.ASSUMED, basis="invented"
        ),
        data_set=make.data_set(_BATTERY),
    )
    return DeviceCategory(
        id=make.hashed(key),
        **named(f"devices.{key}"),
        devices=quantity(device.sold, "piece"),
        data_set=make.data_set(_STATISTICS.format(key)),
        delivery=_amount(device.delivery_kg, "kgCO2e", 0.5),
        new_life=_amount(device.new_years, "a", 0.2),
        first_life=_amount(device.new_years, "a"),
        life=_amount(device.years, "a", 0.25),
        new_electricity=_amount(device.new_kwh, "kWh", 0.2),
        electricity=_amount(device.kwh, "kWh", 0.2),
        new_price=device.new_price,
        price=device.price,
        currency="CNY",
        price_source=source,
        mass=quantity(device.mass_kg, "kg"),
        replaced_parts=None if device.battery_g else _amount(0, "kgCO2e"),
        parts=(battery,) if device.battery_g else (),
        packaging=(
            make.packaging("devices.carton", f"{device.carton_g:g} g", _CARTON, "invented", of=key),
        ),
    )


def _lx(make: Maker) -> RefurbishmentCase:
    return RefurbishmentCase(
        id=make.hashed("lx"),
        **named("devices.lx"),
        period_start=datetime.date(2023, 1, 1),
        period_end=datetime.date(2023, 12, 31),
        published=tuple(
            PublishedCategory(
                id=make.hashed(f"lx/{key}"),
                **named(f"devices.lx.{key}"),
                unit_text=unit,
                devices=quantity(devices, "piece"),
                total_text=total,
                source="LX Technology, ESG report 2023",
            )
            for key, unit, devices, total in _LX_2023
        ),
    )


def _amount(value: float, unit: str, spread: float = 0.0) -> StatedAmount:
    """Give an invented amount, with bounds so far to either side of it."""
    source, source_zh = texts("devices.invented")
    low, high = (
        parse_quantity(f"{value * (1 + each):.4g} {unit}") if spread else None
        for each in (-spread, spread)
    )
    return StatedAmount(
        amount=quantity(value, unit), low=low, high=high, source=source, source_zh=source_zh
    )


def _share(value: float, low: float | None = None, high: float | None = None) -> StatedShare:
    source, source_zh = texts("devices.invented")
    return StatedShare(value=value, low=low, high=high, source=source, source_zh=source_zh)
