"""Synthetic work for the benchmarks: studies of any size, and a database of 22 000 data sets.

Nothing here is data: names say "synthetic", numbers come from a seeded generator.
"""

import numpy as np

from pcf.background.database import Database, Exchanges
from pcf.background.dataset import Confidence, DataSet, SplitOrigin
from pcf.background.elementary import ElementaryFlow, Gas, GasGroup, GwpReport, ImpactCategory
from pcf.background.source import Source
from pcf.model.bom import Mass, Part
from pcf.model.choices import GwpSet
from pcf.model.node import DataSetRef
from pcf.model.processes import ProcessStep, SiteElectricity, StepInput
from pcf.model.product import Product
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.transport import TransportLeg
from pcf.units import quantity

SEED = 20261121
_TO_MARKETS = 0.3
_TO_ANYWHERE = 0.0005
_WORDS = (
    "steel", "aluminium", "copper", "resin", "film", "board", "motor", "cable", "glass", "zinc",
)  # fmt: skip


def synthetic_study(lines: int, data_sets: list[DataSetRef], freight: DataSetRef | None) -> Study:
    """Give a study: assemblies of ten parts each, every assembly with a step that loses 5 %."""
    random = np.random.default_rng(SEED)
    site = Site(name="Synthetic plant", country="CHN")

    def part(number: int) -> Part:
        return Part(
            number=f"P-{number:05d}",
            name=f"Synthetic part {number}",
            quantity=quantity(int(random.integers(1, 9)), "piece"),
            mass=Mass(amount=quantity(round(float(random.uniform(1, 900)), 2), "g")),
            data_set=data_sets[number % len(data_sets)],
        )

    def assembly(first: int, size: int) -> Part:
        step = ProcessStep(
            name="Assemble",
            site=site.id,
            yield_fraction=0.95,
            inputs=(
                StepInput(
                    name="Electricity", amount=quantity(0.4, "kWh"), supply=SiteElectricity()
                ),
            ),
        )
        return Part(
            number=f"A-{first:05d}",
            name=f"Synthetic assembly {first}",
            quantity=quantity(1, "piece"),
            steps=(step,),
            parts=tuple(part(first + offset) for offset in range(size)),
        )

    assemblies = tuple(
        assembly(first, min(10, lines - first) - 1 or 1) for first in range(0, lines, 10)
    )
    legs = (
        (TransportLeg(name="Road", distance=quantity(450, "km"), data_set=freight),)
        if freight
        else ()
    )
    return Study(
        product=Product(name="Synthetic product", declared_unit=quantity(1, "piece")),
        sites=(site,),
        bom=Part(name="Synthetic product", parts=assemblies),
        transport=legs,
    )


def synthetic_database(size: int = 22_000, inputs_each: int = 9) -> Database:
    """Give a database whose matrix factorises like that of a large LCI database.

    Inputs come from a few markets (electricity, freight) and from neighbours in a chain; some come
    from anywhere and close loops. At 22 000 it has 3.6 M non-zeros after factorisation, more than
    the 2.3 M of a real database of 22 025 columns.
    """
    random = np.random.default_rng(SEED)
    columns = np.repeat(np.arange(size), inputs_each)
    near = np.maximum(columns - random.integers(1, 30, len(columns)), 0)
    market = (random.random(len(columns)) ** 2 * size / 30).astype(np.int64)
    anywhere = random.integers(0, size, len(columns))
    kind = random.random(len(columns))
    rows = np.where(kind < _TO_MARKETS, market, near)
    rows = np.where(kind > 1 - _TO_ANYWHERE, anywhere, rows)
    keep = rows != columns
    amounts = random.uniform(0.0, 0.09, len(columns))
    flows = (
        ElementaryFlow("gwp-co2", ImpactCategory.FOSSIL),
        ElementaryFlow("gwp-ch4-fossil", ImpactCategory.FOSSIL),
        ElementaryFlow("gwp-n2o", ImpactCategory.FOSSIL),
        ElementaryFlow("gwp-co2", ImpactCategory.BIOGENIC_CO2),
        ElementaryFlow("gwp-co2", ImpactCategory.UPTAKE),
        ElementaryFlow("", ImpactCategory.UNSPLIT, GwpReport.AR5),
    )
    scale = np.array([[1], [0.01], [1e-4], [0.1], [-0.1], [0.05]])
    emitted = random.uniform(0, 1, (len(flows), size)) * scale
    gases = {
        key: Gas(key, key, key, key, group, False, {GwpSet.AR5_GWP100: ar5, GwpSet.AR6_GWP100: ar6})
        for key, group, ar5, ar6 in (
            ("gwp-co2", GasGroup.CO2, 1.0, 1.0),
            ("gwp-ch4-fossil", GasGroup.CH4, 28.0, 29.8),
            ("gwp-n2o", GasGroup.N2O, 265.0, 273.0),
        )
    }
    source = Source("synthetic", "Synthetic data", "Benchmark", "2026", "none", "Synthetic data")
    data_sets = tuple(
        DataSet(
            ref=DataSetRef(database="synthetic", id=f"synthetic-{number}"),
            name_en=f"Synthetic {_word(number)} {_word(number // 7)} {number}",
            name_zh=f"合成数据{number}",
            table="synthetic",
            family=_word(number),
            route="",
            unit="kg",
            geography="GLO",
            year=2020,
            kg_co2e=1.0,
            boundary="synthetic",
            confidence=Confidence.B,
            source=source,
            source_locator=str(number),
            licence="none",
            note="",
            split=SplitOrigin.STATED,
            is_default=False,
        )
        for number in range(size)
    )
    flow_rows, flow_columns = np.meshgrid(np.arange(len(flows)), np.arange(size), indexing="ij")
    return Database(
        id="synthetic",
        title_en="Synthetic",
        title_zh="Synthetic",
        version="1",
        licence="none",
        checksum=f"{SEED:064d}",
        notice="",
        data_sets=data_sets,
        flows=flows,
        inputs=Exchanges(rows[keep], columns[keep], amounts[keep]),
        emissions=Exchanges(flow_rows.ravel(), flow_columns.ravel(), emitted.ravel()),
        gases=gases,
        supplies={},
        losses={},
        grids={},
    )


def _word(number: int) -> str:
    return _WORDS[number % len(_WORDS)]
