"""Electricity by the four rules: the worked example, and what certificates are worth.

Per kWh: own PV 0.045, direct line 0.020, certificates 0.030, China 2022 average 0.5366 and without
market-traded non-fossil electricity 0.5856. No losses, as in the example. Totals in tonnes.
"""

import datetime

import msgspec
import numpy as np
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database, Exchanges, GridLoss, GridSupply
from pcf.background.dataset import Confidence, DataSet, SplitOrigin
from pcf.background.elementary import ElementaryFlow, Gas, GasGroup, ImpactCategory
from pcf.background.source import Source
from pcf.model.allocation import Allocation, AllocationRule, CoProduct, Output
from pcf.model.bom import Part
from pcf.model.choices import GwpSet
from pcf.model.electricity import (
    CRITERIA,
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    SharingKey,
    StepShare,
)
from pcf.model.node import DataSetRef
from pcf.model.processes import ProcessStep, SiteElectricity, StepInput
from pcf.model.product import Goal, Product
from pcf.model.serials import parse_serials, serial_count
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.splits import AssessmentReport
from pcf.model.study import Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.results.contributions import by_confidence, totals
from pcf.results.data_quality import assess
from pcf.results.electricity import supply_rows
from pcf.results.energy_balance import energy_balance
from pcf.results.frames import result_tables
from pcf.results.result import PcfResult
from pcf.results.sources import used_sources
from pcf.results.stated import supplier_uses
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_record

KG_PER_KWH = {"pv": 0.045, "direct": 0.020, "wind": 0.030, "average": 0.5366, "residual": 0.5856}
SOURCE = Source("src", "Worked example", "Tests", "2022", "CC0", "Worked example, tests, CC0")
TONNE = 1000.0
CO2 = Gas("gwp-co2", "CO2", "CO2", "CO2", GasGroup.CO2, False, dict.fromkeys(GwpSet, 1.0))


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="example", id=row_id)


def data_set(row_id: str) -> DataSet:
    is_grid = row_id in {"average", "residual"}
    return DataSet(
        ref=ref(row_id),
        name_en=row_id,
        name_zh=row_id,
        table="electricity_grid" if is_grid else "electricity_technology",
        family={"average": "CHN", "residual": "CHN-RES"}.get(row_id, row_id),
        route="life_cycle" if is_grid else "",
        unit="kWh",
        geography="CHN",
        year=2022,
        kg_co2e=KG_PER_KWH[row_id],
        boundary="life cycle",
        confidence=Confidence.A,
        source=SOURCE,
        source_locator="row",
        licence="CC0",
        note="",
        split=SplitOrigin.STATED,
        is_default=False,
    )


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Background:
    """A background of the example's five factors; the average is the country's default."""
    ids = list(KG_PER_KWH)
    places = np.arange(len(ids))
    nothing = np.array([], dtype=np.int64)
    database = Database(
        id="example",
        title_en="Example",
        title_zh="Example",
        version="1",
        licence="CC0",
        checksum="3" * 64,
        notice="Worked example.",
        data_sets=tuple(map(data_set, ids)),
        flows=(ElementaryFlow("gwp-co2", ImpactCategory.FOSSIL),),
        inputs=Exchanges(nothing, nothing, np.array([], dtype=float)),
        emissions=Exchanges(np.zeros_like(places), places, np.array(list(KG_PER_KWH.values()))),
        gases={CO2.id: CO2},
        supplies={each: GridSupply(ref(each)) for each in ("average", "residual")},
        losses={},
        grids={"CHN": "average"},
    )
    return Background(Catalogue([database]), tmp_path_factory.mktemp("example"))


def certificates(energy: str = "3000 MWh", **fields: object) -> ContractInstrument:
    stated = {
        "id": "gec",
        "registry": "GEC",
        "serials": "1-3000",
        "generated_from": datetime.date(2022, 1, 1),
        "generated_to": datetime.date(2022, 12, 31),
        "technology": "wind",
        "market": "CHN",
        "cancelled_on": datetime.date(2023, 2, 1),
        "beneficiary": "Norden",
        "energy": parse_quantity(energy),
        **dict.fromkeys(CRITERIA, True),
    }
    return ContractInstrument(**{**stated, **fields})


def line(rule: ElectricityRule, energy: str, row_id: str, **fields: object) -> SupplyLine:
    sold = None if rule is ElectricityRule.CONTRACT else False
    return SupplyLine(
        **{
            "id": row_id,
            "rule": rule,
            "energy": parse_quantity(energy),
            "data_set": ref(row_id),
            "certificate_sold": sold,
            **fields,
        }
    )


LINES = (
    line(ElectricityRule.OWN_GENERATION, "1000 MWh", "pv"),
    line(ElectricityRule.DIRECT_LINE, "2000 MWh", "direct"),
    line(ElectricityRule.CONTRACT, "3000 MWh", "wind", instruments=(certificates(),)),
)


def plant(*lines: SupplyLine, **fields: object) -> Site:
    """A plant whose meters counted 10 000 MWh; untracked electricity takes the residual mix."""
    reading = MeterReading(id="reading", energy=parse_quantity("10 GWh"))
    stated = {"id": "plant", "country": "CHN", "untracked": ref("residual"), "readings": (reading,)}
    return Site(electricity=lines, **{**stated, **fields})


def study(site: Site, **fields: object) -> Study:
    """One product that takes the whole electricity of the plant."""
    power = StepInput(id="power", amount=parse_quantity("10 GWh"), supply=SiteElectricity())
    made = ProcessStep(id="step", site="plant", inputs=(power,))
    stated = {
        "product": Product(declared_unit=parse_quantity("1 piece")),
        "bom": Part(id="root", steps=(made,)),
        "goal": Goal(
            period_start=datetime.date(2022, 1, 1), period_end=datetime.date(2022, 12, 31)
        ),
        "sites": (site,),
    }
    return Study(**{**stated, **fields})


def solved(of: Study, example: Background) -> PcfResult:
    result = calculate(of, example).result
    assert result is not None
    return with_record(result, example)


def tonnes(result: PcfResult) -> tuple[float, float]:
    """Give the market-based and the location-based total [t]."""
    assert result.location is not None
    return totals(result).headline / TONNE, result.location.headline / TONNE


def test_worked_example(example: Background) -> None:
    """45 + 40 + 90 + 4000 · 0.5856 = 2 517.4 t; by location 45 + 40 + 7000 · 0.5366 = 3 841.2 t"""
    result = solved(study(plant(*LINES)), example)
    market, location = tonnes(result)
    assert market == pytest.approx(2517.4, abs=1e-6)
    assert location == pytest.approx(3841.2, abs=1e-6)
    assert not [each for each in result.findings if each.fields.get("rule") == "E05"]


def test_average_mix_for_the_untracked_rest_is_too_low(example: Background) -> None:
    """45 + 40 + 90 + 4000 · 0.5366 = 2 321.4 t, 196 t less, and a finding that says so."""
    result = solved(study(plant(*LINES, untracked=None)), example)
    market, location = tonnes(result)
    assert market == pytest.approx(2321.4, abs=1e-6)
    assert 2517.4 - market == pytest.approx(196.0, abs=1e-6)
    assert location == pytest.approx(3841.2, abs=1e-6)
    assert [each.key for each in result.findings if each.fields.get("rule") == "E05"] == [
        "residual-mix-not-used"
    ]


def test_stated_remainder_is_the_same_as_the_metered_one(example: Background) -> None:
    grid = SupplyLine(id="grid", energy=parse_quantity("4000 MWh"))
    result = solved(study(plant(*LINES, grid)), example)
    assert tonnes(result) == pytest.approx((2517.4, 3841.2), abs=1e-6)


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("answer", [False, None])
def test_certificates_that_fail_a_criterion_are_untracked(
    example: Background, criterion: str, answer: bool | None
) -> None:
    """45 + 40 + 7000 · 0.5856 = 4 184.2 t; the other view does not move."""
    failing = certificates(**{criterion: answer})
    contract = msgspec.structs.replace(LINES[2], instruments=(failing,))
    result = solved(study(plant(*LINES[:2], contract)), example)
    assert tonnes(result) == pytest.approx((4184.2, 3841.2), abs=1e-6)
    [found] = [each for each in result.findings if each.fields.get("rule") == "E02"]
    assert (found.severity.value, found.node, found.field) == ("blocks_document", "gec", criterion)


@pytest.mark.parametrize(("place", "kg_co2e"), [(0, 3058.0), (1, 3648.6)])
def test_sold_certificates_make_own_supply_untracked(
    example: Background, place: int, kg_co2e: float
) -> None:
    """PV: 40 + 90 + 5000 · 0.5856 = 3 058.0 t; direct line: 45 + 90 + 6000 · 0.5856 = 3 648.6 t"""
    lines = list(LINES)
    lines[place] = msgspec.structs.replace(lines[place], certificate_sold=True)
    result = solved(study(plant(*lines)), example)
    assert tonnes(result)[0] == pytest.approx(kg_co2e, abs=1e-6)
    assert [each.key for each in result.findings if each.fields.get("rule") == "E08"] == [
        "certificate-sold"
    ]


def test_certificates_that_cover_a_part(example: Background) -> None:
    """1000 of 3000 MWh: 45 + 40 + 30 + 6000 · 0.5856 = 3 628.6 t"""
    part = certificates("1000 MWh", serials="1-1000")
    contract = msgspec.structs.replace(LINES[2], instruments=(part,))
    result = solved(study(plant(*LINES[:2], contract)), example)
    assert tonnes(result)[0] == pytest.approx(3628.6, abs=1e-6)


def test_rows_of_the_supply_add_up(example: Background) -> None:
    result = solved(study(plant(*LINES)), example)
    rows = supply_rows(result)
    assert [row.part.energy_si / 3.6e9 for row in rows] == pytest.approx([1000, 2000, 3000, 4000])
    assert [row.factor for row in rows] == pytest.approx([0.045, 0.02, 0.03, 0.5856])
    assert [row.loss for row in rows] == [0.0] * 4
    assert sum(row.kg_co2e for row in rows) == pytest.approx(2517.4 * TONNE)


def test_what_certificates_are_worth(example: Background) -> None:
    """9 553 GEC · 0.5366 = 5 126 t; they cover 15.9 % of 32 317.98 t / 0.5366 = 60 227 MWh"""
    used_mwh = 32317.98 / 0.5366
    assert used_mwh == pytest.approx(60227, abs=0.5)
    gec = certificates("9553 MWh", serials="1-9553")
    contract = line(ElectricityRule.CONTRACT, "9553 MWh", "wind", instruments=(gec,))
    reading = MeterReading(energy=parse_quantity(f"{used_mwh} MWh"))
    site = plant(contract, readings=(reading,), untracked=None)
    power = StepInput(amount=parse_quantity(f"{used_mwh} MWh"), supply=SiteElectricity())
    made = ProcessStep(id="step", site="plant", inputs=(power,))
    result = solved(study(site, bom=Part(id="root", steps=(made,))), example)
    market, location = tonnes(result)
    assert location == pytest.approx(32317.98, abs=1e-6)
    assert location - market == pytest.approx(5126 - 9553 * 0.030, abs=0.5)
    [row, _] = supply_rows(result)
    assert row.part.share == pytest.approx(0.159, abs=0.0005)


def test_range_of_serial_numbers() -> None:
    """672235078-672235388 = 311 units"""
    assert serial_count(parse_serials("672235078-672235388")) == 311


def test_own_mix_is_the_sum_of_its_technologies(example: Background) -> None:
    """0.9 · residual + 0.1 · PV + 0.05 upstream = 0.52704 + 0.0045 + 0.05 = 0.58154 kg/kWh"""
    mix = OwnMix(
        id="mix",
        country="CHN",
        is_residual=True,
        upstream=parse_quantity("50 gCO2e"),
        shares=(
            MixShare(id="most", data_set=ref("residual"), share=0.9),
            MixShare(id="sun", data_set=ref("pv"), share=0.1),
        ),
    )
    site = plant(*LINES, untracked=None, untracked_mix="mix")
    result = solved(study(site, mixes=(mix,)), example)
    assert tonnes(result) == pytest.approx((175 + 4000 * 0.58154, 3841.2), abs=1e-6)
    [found] = [each for each in result.findings if each.key == "own-mix-differs"]
    assert found.fields["percent"] == pytest.approx(100 * (0.58154 / 0.5366 - 1))


@pytest.mark.parametrize(
    ("source", "technology"), [("Handbook 2022", 3.0), ("", 3 + 0.05 / 0.58154)]
)
def test_upstream_of_an_own_mix_is_rated_as_a_data_set_of_its_own(
    example: Background, source: str, technology: float
) -> None:
    """China's data for a plant in China: average technology, same country, year 2022 for 2022.

    The upstream term has no year: 5 for 0.05 of 0.58154 kg/kWh. Without source it is an estimate.
    """
    shares = (
        MixShare(id="most", data_set=ref("residual"), share=0.9),
        MixShare(id="sun", data_set=ref("pv"), share=0.1),
    )
    mix = OwnMix(
        id="mix",
        country="CHN",
        upstream=parse_quantity("50 gCO2e"),
        upstream_source=source,
        shares=shares,
    )
    site = plant(untracked=None, untracked_mix="mix")
    rated = assess(solved(study(site, mixes=(mix,)), example))
    wanted = (technology, 2.0, 1 + 4 * 0.05 / 0.58154)
    assert (rated.technology, rated.geography, rated.time) == pytest.approx(wanted)


def test_upstream_of_an_own_mix_is_no_direct_emission(example: Background) -> None:
    mix = OwnMix(
        id="mix",
        name="Mix",
        country="CHN",
        upstream=parse_quantity("50 gCO2e"),
        upstream_source="Handbook 2022",
        source="Authority",
        shares=(MixShare(id="most", data_set=ref("residual"), share=1.0),),
    )
    result = solved(study(plant(untracked=None, untracked_mix="mix"), mixes=(mix,)), example)
    assert "" not in {each.key for each in by_confidence(result)}
    assert "Handbook 2022" in {each.source.title for each in used_sources(result)}
    tables = {each.id: each for each in result_tables(result, Texts(Language.ENGLISH))}
    words = "".join(tables[each].frame.to_csv() for each in ("by_data_set", "by_confidence"))
    assert "Mix: supply of fuels" in words
    assert "Direct emission" not in words


def test_metered_electricity_is_shared_by_machine_hours(example: Background) -> None:
    """10 000 MWh; 2 500 h and 1 500 h of 5 000 h: 5 000 MWh over 20 000 pieces and 3 000 MWh over
    15 000, so 250 + 200 = 450 kWh a piece, at the mix of the example 0.25174 kg/kWh.

    Another product has 800 h; 200 h (400 MWh, 4 %) are nobody's.
    """
    site = plant(
        *LINES,
        output=parse_quantity("20000 piece"),
        sharings=(
            EnergySharing(
                id="hours",
                key=SharingKey.MACHINE_HOURS,
                total=5000.0,
                elsewhere=800.0,
                shares=(
                    StepShare(id="one", step="cut", weight=2500.0),
                    StepShare(
                        id="two", step="weld", weight=1500.0, output=parse_quantity("15000 piece")
                    ),
                ),
            ),
        ),
    )
    steps = (ProcessStep(id="cut", site="plant"), ProcessStep(id="weld", site="plant"))
    result = solved(study(site, bom=Part(id="root", steps=steps)), example)
    assert totals(result).headline == pytest.approx(450 * 0.25174)
    balance = energy_balance(site, result)
    assert balance is not None
    assert (balance.shared, balance.elsewhere, balance.typed) == pytest.approx((8e6, 1.6e6, 0))
    assert balance.not_allocated == pytest.approx(400e3)
    [found] = [each for each in result.findings if each.key == "energy-not-allocated"]
    assert found.fields["percent"] == pytest.approx(4.0)


def test_share_is_per_good_output_of_its_step(example: Background) -> None:
    """A later yield of 0.8 takes 1 / 0.8 of what the step before gives: 250 / 0.8 kWh."""
    hours = EnergySharing(shares=(StepShare(step="cut", weight=1.0),), total=2.0)
    site = plant(*LINES, output=parse_quantity("20000 piece"), sharings=(hours,))
    steps = (
        ProcessStep(id="cut", site="plant", yield_fraction=0.5),
        ProcessStep(id="weld", site="plant", yield_fraction=0.8),
    )
    result = solved(study(site, bom=Part(id="root", steps=steps)), example)
    assert totals(result).headline == pytest.approx(250 / 0.8 * 0.25174)


def test_what_co_products_carry_was_metered_too(example: Background) -> None:
    """2 kWh cut and 1 kWh weld a piece; welding gives a co-product that carries a quarter of all.

    The footprint has 0.75 · 3 kWh, but 3 kWh · 20 000 pieces were metered: 60 MWh of 10 000.
    """

    def power(node: str, amount: str) -> StepInput:
        return StepInput(id=node, amount=parse_quantity(amount), supply=SiteElectricity())

    main, side = Output(share=0.75), Output(share=0.25)
    welding = ProcessStep(
        id="weld",
        site="plant",
        inputs=(power("welding-power", "1 kWh"),),
        co_products=(CoProduct(id="co", amount=parse_quantity("1 piece"), output=side),),
        allocation=Allocation(rule=AllocationRule.STATED, main=main, justification="rule book"),
    )
    cutting = ProcessStep(id="cut", site="plant", inputs=(power("cutting-power", "2 kWh"),))
    site = plant(*LINES, output=parse_quantity("20000 piece"))
    result = solved(study(site, bom=Part(id="root", steps=(cutting, welding))), example)
    assert totals(result).headline == pytest.approx(0.75 * 3 * 0.25174)
    balance = energy_balance(site, result)
    assert balance is not None
    assert balance.typed == pytest.approx(60e3)


def footprint(kg_per: str, per: str = "1 kWh") -> SupplierFootprint:
    """What an operator or supplier states for electricity, complete in every respect."""
    return SupplierFootprint(
        supplier="Operator",
        value=parse_quantity(kg_per),
        per=parse_quantity(per),
        boundary=SupplierBoundary.CRADLE_TO_GATE,
        report=AssessmentReport.AR6,
        period_start=datetime.date(2022, 1, 1),
        period_end=datetime.date(2022, 12, 31),
        document="Statement 1/2023",
        geography="CHN",
        primary_share=0.4,
    )


TYPED = tuple(
    msgspec.structs.replace(
        each, data_set=None, supplier=footprint(*stated), includes_losses=each.id == "wind"
    )
    for each, stated in zip(
        LINES,
        (("45 kgCO2e", "1 MWh"), ("0.02 kgCO2e", "1 kWh"), ("60 gCO2e", "7.2 MJ")),
        strict=True,
    )
)
"""The supply of the example with factors typed, each for another amount of energy."""


def test_worked_example_with_typed_factors(example: Background) -> None:
    """45 kg/MWh, 0.02 kg/kWh and 60 g per 7.2 MJ are the factors of the example; both views."""
    result = solved(study(plant(*TYPED)), example)
    assert tonnes(result) == pytest.approx((2517.4, 3841.2), abs=1e-6)
    rows = supply_rows(result)
    assert [row.factor for row in rows] == pytest.approx([0.045, 0.02, 0.03, 0.5856])
    assert sum(row.kg_co2e for row in rows) == pytest.approx(2517.4 * TONNE)
    assert not [each.key for each in result.findings if each.node in {"pv", "direct", "wind"}]
    assert [use.node.id for use in supplier_uses(result)] == ["pv", "direct", "wind"]


def test_primary_share_of_typed_factors_is_the_suppliers_own(example: Background) -> None:
    """0.4 · (45 + 40 + 90) / 2 517.4"""
    rated = assess(solved(study(plant(*TYPED)), example))
    assert rated.primary_share == pytest.approx(0.4 * 175 / 2517.4)


def with_loss(example: Background) -> Background:
    """Give the example in a country whose grid loses 4 %."""
    loss = GridLoss("loss-chn", 0.04, 2022, SOURCE, "row")
    lossy = msgspec.structs.replace(
        example.catalogue.databases[0],
        supplies={each: GridSupply(ref(each), loss=loss) for each in ("average", "residual")},
        losses={"CHN": loss},
    )
    return Background(Catalogue([lossy]), example.cache)


def test_typed_factor_of_a_contract_gains_the_losses_of_the_grid(example: Background) -> None:
    """The residual factor with the loss of 4 %: factor / 0.96; on own generation there is none."""
    typed = [msgspec.structs.replace(each, includes_losses=None) for each in TYPED]
    rows = supply_rows(solved(study(plant(*typed)), with_loss(example)))
    assert [row.loss for row in rows[:3]] == pytest.approx([0.0, 0.0, 0.03 / 0.96 - 0.03])


@pytest.mark.parametrize("rule", [ElectricityRule.OWN_GENERATION, ElectricityRule.DIRECT_LINE])
def test_sold_certificates_bring_no_loss_of_the_grid(
    example: Background, rule: ElectricityRule
) -> None:
    """1000 MWh · 0.5856 = 585.6 t without loss; the other 1000 MWh: 585.6 / 0.96 = 610.0 t

    By location 536.6 + 536.6 / 0.96 = 1 095.558 t.
    """
    known = with_loss(example)
    roof = line(rule, "1000 MWh", "pv", certificate_sold=True)
    site = plant(roof, readings=(MeterReading(energy=parse_quantity("2 GWh")),))
    result = solved(study(site), known)
    assert [row.loss for row in supply_rows(result)] == pytest.approx([0.0, 0.5856 * 0.04 / 0.96])
    market, location = tonnes(result)
    assert market == pytest.approx((585.6 + 610.0) * 5)  # the study takes 10 GWh of such
    assert location == pytest.approx((536.6 + 536.6 / 0.96) * 5)


def test_certificate_sold_leaves_a_typed_factor_out(example: Background) -> None:
    sold = msgspec.structs.replace(TYPED[0], certificate_sold=True)
    result = solved(study(plant(sold, *TYPED[1:])), example)
    assert tonnes(result)[0] == pytest.approx(3058.0, abs=1e-6)
    assert [use.node.id for use in supplier_uses(result)] == ["direct", "wind"]


def test_typed_factor_per_something_else_than_energy_is_found(example: Background) -> None:
    wrong = msgspec.structs.replace(TYPED[1], supplier=footprint("0.02 kgCO2e", "1 kg"))
    result = solved(study(plant(TYPED[0], wrong, TYPED[2])), example)
    [found] = [each for each in result.findings if each.key == "unit-mismatch"]
    assert (found.severity.value, found.node) == ("blocks_document", "direct")
