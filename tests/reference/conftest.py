"""Four answers to one study: by hand, by the fast path, by Brightway, and by a dense solve here."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from pcf.background.database import Database
from pcf.background.elementary import ElementaryFlow, ImpactCategory
from pcf.findings import Severity
from pcf.inventory.build import build_inventory
from pcf.inventory.inventory import Inventory, ProcessOutput, Stage
from pcf.model.choices import GwpSet
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.results.result import PcfResult
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_record

HEADLINE = ("fossil", "biogenic_non_co2", "land_use_change", "unsplit")
EXACT = 1e-9

# kg CO2e per kg, typed here again so that the dense solve shares nothing with the engine.
_CHARACTERIZATION = {
    GwpSet.AR5_GWP100: {"gwp-ch4-fossil": 28, "gwp-ch4-nonfossil": 28, "gwp-hfc-134a": 1300},
    GwpSet.AR6_GWP100: {"gwp-ch4-fossil": 29.8, "gwp-ch4-nonfossil": 27, "gwp-hfc-134a": 1530},
    GwpSet.AR6_GWP20: {"gwp-ch4-fossil": 82.5, "gwp-ch4-nonfossil": 79.7, "gwp-hfc-134a": 4140},
}

Check = Callable[..., PcfResult]


def dense_categories(
    inventory: Inventory, database: Database, demand: Mapping[str, float]
) -> dict[ImpactCategory, float]:
    """Solve foreground and background as one dense matrix and give the totals by category."""
    nodes = [process.id for process in inventory.processes]
    nodes += [str(data_set.ref) for data_set in database.data_sets]
    place = {node: index for index, node in enumerate(nodes)}
    start = len(inventory.processes)
    technosphere = np.eye(len(nodes))
    for row, column, amount in zip(
        database.inputs.row, database.inputs.column, database.inputs.amount, strict=True
    ):
        technosphere[start + row, start + column] -= amount
    emitted = [
        (database.flows[row], start + column, amount)
        for row, column, amount in zip(
            database.emissions.row,
            database.emissions.column,
            database.emissions.amount,
            strict=True,
        )
    ]
    for column, process in enumerate(inventory.processes):
        for exchange in process.exchanges:
            match exchange.input:
                case ProcessOutput(process=taken):
                    technosphere[place[taken], column] -= exchange.amount
                case DataSetRef() as taken:
                    technosphere[place[str(taken)], column] -= exchange.amount
                case ElementaryFlow() as flow:
                    emitted.append((flow, column, exchange.amount))
    wanted = np.zeros(len(nodes))
    for process, amount in demand.items():
        wanted[place[process]] += amount
    supply = np.linalg.solve(technosphere, wanted)
    factors = _CHARACTERIZATION[inventory.choices.gwp_set]
    sums = dict.fromkeys(ImpactCategory, 0.0)
    for flow, column, amount in emitted:
        sums[flow.category] += amount * supply[column] * factors.get(flow.gas, 1.0)
    return sums


def headline_of(categories: Mapping[ImpactCategory, float]) -> float:
    return sum(categories[ImpactCategory(name)] for name in HEADLINE)


@pytest.fixture
def agree(tiny: Background) -> Check:
    """Check that a study over the tiny database has the totals that were worked by hand.

    `headline` and `outbound` always; any category by its name, those not named only among the four
    answers. A study of which something is left out is no worked example.
    """

    def check(
        study: Study, *, headline: float, outbound: float = 0.0, **by_hand: float
    ) -> PcfResult:
        calculation = calculate(study, tiny)
        bad = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        # What the builders find is missing from the number; what the checklist asks is not.
        built = build_inventory(study, tiny.catalogue)
        faults = [each for each in built.findings if each.severity in bad]
        assert not faults, faults
        assert calculation.result is not None
        result = with_record(calculation.result, tiny)
        assert result.record is not None
        fast = totals(result)
        inventory = result.inventory
        [database] = tiny.catalogue.databases
        dense = dense_categories(inventory, database, inventory.demand)
        dense_after = dense_categories(inventory, database, inventory.outbound_demand)

        assert fast.headline == pytest.approx(headline, rel=EXACT, abs=1e-12)
        assert headline_of(result.record.totals) == pytest.approx(headline, rel=EXACT, abs=1e-12)
        assert headline_of(dense) == pytest.approx(headline, rel=EXACT, abs=1e-12)
        assert fast.outbound == pytest.approx(outbound, rel=EXACT, abs=1e-12)
        assert headline_of(dense_after) == pytest.approx(outbound, rel=EXACT, abs=1e-12)
        for category in ImpactCategory:
            expected = by_hand.get(category.value, dense[category])
            assert fast.categories[category] == pytest.approx(expected, rel=EXACT, abs=1e-12)
            assert result.record.totals[category] == pytest.approx(expected, rel=EXACT, abs=1e-12)
            assert dense[category] == pytest.approx(expected, rel=EXACT, abs=1e-12)
        with_uptake = sum(
            value for each, value in dense.items() if each is not ImpactCategory.AIRCRAFT
        )
        assert fast.with_uptake == pytest.approx(with_uptake, rel=EXACT, abs=1e-12)
        assert set(by_hand) <= {category.value for category in ImpactCategory}
        return result

    return check


@pytest.fixture
def amount_of() -> Callable[..., float]:
    """Give how much of a tiny data set a result takes, at one stage or all [unit of it]."""

    def read(result: PcfResult, row_id: str, stage: Stage | None = None) -> float:
        return sum(
            line.amount
            for line in result.lines
            if line.exchange.input == DataSetRef(database="tiny", id=row_id)
            and stage in {None, line.cause.stage}
        )

    return read
