"""Suppliers' footprints, stated splits and money, worked by hand."""

import datetime

import msgspec
import pytest

from pcf.background.dataset import SplitOrigin
from pcf.findings import Severity
from pcf.model.biogenic import BioBased, uptake_kg
from pcf.model.bom import Mass, Part
from pcf.model.choices import Choices, GwpSet
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, StepInput, WasteFlow
from pcf.model.product import Product
from pcf.model.spend import Spend
from pcf.model.splits import AssessmentReport, Split, SplitBasis, StatedSplit
from pcf.model.study import Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.results.biogenic import carbon_balance
from pcf.results.contributions import by_data_set, by_report, split_shares, totals
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate

WOOD = BioBased(moisture=0.12, origin="certificate 1")


def ref(row_id):
    return DataSetRef(database="tiny", id=row_id)


def footprint(value, per="1 piece", **stated):
    return SupplierFootprint(
        supplier="Maker",
        value=parse_quantity(f"{value} kgCO2e"),
        per=parse_quantity(per),
        boundary=SupplierBoundary.CRADLE_TO_GATE,
        report=AssessmentReport.AR6,
        document="PCF 4711",
        period_start=datetime.date(2025, 1, 1),
        period_end=datetime.date(2025, 12, 31),
        valid_until=datetime.date(2099, 12, 31),
        primary_share=0.4,
        **stated,
    )


def study_of(*parts, **rest):
    return Study(
        product=Product(declared_unit=parse_quantity("1 piece"), **rest.pop("product", {})),
        bom=Part(id="top", parts=parts, steps=rest.pop("steps", ())),
        **rest,
    )


def part(node, **fields):
    return Part(id=node, name=node, quantity=parse_quantity("1 piece"), **fields)


# --- the pallet of methods 10 -------------------------------------------------------------------


def pallet(**fields):
    stated = footprint(5.0, split=Split(fossil=5.0, land_use_change=0.0, uptake=-32.74))
    return PackagingItem(
        id="pallet",
        name="Pallet",
        amount=parse_quantity("1 piece"),
        mass=Mass(amount=parse_quantity("20 kg")),
        supplier=stated,
        bio_based=WOOD,
        **fields,
    )


STEEL = part("screw", mass=Mass(amount=parse_quantity("1 g")), data_set=ref("steel"))
SCREW_KG = 0.002  # kg CO2e of the gram of steel that a study needs to be one


def test_a_pallet_holds_the_carbon_that_its_dry_mass_tells():
    carbon = WOOD.carbon_kg(20)
    assert pytest.approx(17.86, abs=0.005) == 20 / 1.12
    assert carbon == pytest.approx(8.93, abs=0.005)
    assert uptake_kg(carbon) == pytest.approx(-32.74, abs=0.005)


def test_a_pallet_at_the_gate_has_two_totals(agree):
    result = agree(
        study_of(STEEL, packaging=(pallet(),)), headline=5.0 + SCREW_KG, fossil=5.0 + SCREW_KG
    )
    whole = totals(result)
    assert whole.headline == pytest.approx(5.0, abs=0.005)
    assert whole.with_uptake == pytest.approx(-27.7, abs=0.05)
    balance = carbon_balance(result)
    assert balance.packaging_kg == pytest.approx(8.93, abs=0.005)
    assert balance.uptake_kg == pytest.approx(-32.74)
    assert not {each.key for each in result.findings} & {"uptake-not-content", "origin-not-shown"}


def test_burnt_at_the_end_both_totals_of_a_pallet_are_one(agree):
    """Incineration adds 0.3 fossil and all the carbon as biogenic CO2: 5.3 both ways."""
    burning = ProcessStep(
        id="burning",
        wastes=(WasteFlow(id="ash", amount=parse_quantity("20 kg"), data_set=ref("landfill")),),
    )
    burnt = StatedSplit(
        id="burnt",
        data_set=ref("landfill"),
        split=Split(fossil=0.3 / 20, land_use_change=0.0, biogenic_co2=32.74 / 20),
        source="methods 10",
        replaces_total=True,
    )
    study = study_of(STEEL, packaging=(pallet(),), steps=(burning,), splits=(burnt,))
    whole = totals(agree(study, headline=5.3 + SCREW_KG, biogenic_co2=32.74))
    assert whole.with_uptake == pytest.approx(whole.headline, rel=1e-12)
    assert whole.headline == pytest.approx(5.3, abs=0.005)


# --- the example of PACT, methods 2.3 -----------------------------------------------------------


def test_both_totals_of_pact(agree):
    """Fossil 4.80, land use 0.05, land management 0.02 - 0.01, biogenic CH4 0.03, uptake -0.55.

    Land management has no category of its own here; it goes with land-use change.
    """
    split = Split(
        fossil=4.80, land_use_change=0.05 + 0.02 - 0.01, biogenic_non_co2=0.03, uptake=-0.55
    )
    bought = part("board", supplier=footprint(4.89, split=split))
    result = agree(
        study_of(bought, product={"biogenic_carbon": parse_quantity("0.150 kg")}),
        headline=4.89,
        fossil=4.80,
        land_use_change=0.06,
        biogenic_non_co2=0.03,
        unsplit=0.0,
        uptake=-0.55,
    )
    assert totals(result).with_uptake == pytest.approx(4.34)
    assert -totals(result).categories["uptake"] * 12 / 44 == pytest.approx(0.150)
    assert "uptake-not-content" not in {each.key for each in result.findings}


# --- suppliers' footprints ----------------------------------------------------------------------


def test_a_supplier_counts_by_its_own_unit_in_part_input_and_packaging(agree):
    milling = ProcessStep(
        id="milling",
        inputs=(
            StepInput(id="insert", amount=parse_quantity("2 g"), supplier=footprint(9.0, "1 kg")),
        ),
    )
    gear = part("gear", supplier=footprint(250.0, "100 piece"))
    sheet = Part(
        id="sheet",
        quantity=parse_quantity("3 piece"),
        mass=Mass(amount=parse_quantity("200 g")),
        supplier=footprint(1500.0, "1 t"),
    )
    box = PackagingItem(
        id="box", amount=parse_quantity("500 g"), holds=2, supplier=footprint(0.8, "1 kg")
    )
    by_hand = 2.5 + 3 * 0.2 * 1.5 + 0.002 * 9.0 + 0.25 * 0.8
    result = agree(
        study_of(gear, sheet, steps=(milling,), packaging=(box,)),
        headline=by_hand,
        unsplit=by_hand,
    )
    assert {each.key: each.kg_co2e for each in by_data_set(result)} == pytest.approx(
        {"gear-supplier": 2.5, "sheet-supplier": 0.9, "box-supplier": 0.2, "insert-supplier": 0.018}
    )
    assert split_shares(result)[SplitOrigin.NONE] == pytest.approx(1)


def test_without_a_split_the_difference_of_both_totals_is_uptake(agree):
    stated = footprint(
        4.0, with_uptake=parse_quantity("3.0 kgCO2e"), split=Split(land_use_change=0.0)
    )
    agree(study_of(part("a", supplier=stated)), headline=4.0, unsplit=4.0, uptake=-1.0)


def test_assessment_reports_of_suppliers_have_their_share(agree):
    old = msgspec.structs.replace(footprint(1.0), report=AssessmentReport.AR5)
    study = study_of(part("new", supplier=footprint(3.0)), part("old", supplier=old))
    shares = {each.key: each.share for each in by_report(agree(study, headline=4.0))}
    assert shares == pytest.approx({"AR6": 0.75, "AR5": 0.25})


def test_a_supplier_is_not_gas_resolved_for_twenty_years(tiny):
    study = study_of(part("a", supplier=footprint(1.0)), choices=Choices(gwp_set=GwpSet.AR6_GWP20))
    calculation = calculate(study, tiny)
    blocked = [each for each in calculation.findings if each.key == "gwp20-not-resolved"]
    assert [each.severity for each in blocked] == [Severity.BLOCKS_DOCUMENT]
    assert [each.key for each in by_report(calculation.result)] == ["other_horizon"]


def test_yield_loss_takes_more_of_what_a_supplier_delivers(agree):
    turning = ProcessStep(id="turning", yield_fraction=0.8)
    blank = part("blank", supplier=footprint(2.0), steps=(turning,))
    agree(study_of(blank), headline=2.5)


# --- stated splits ------------------------------------------------------------------------------

SHARES = Split(
    basis=SplitBasis.SHARES,
    fossil=0.7,
    biogenic_non_co2=0.2,
    land_use_change=0.1,
    biogenic_co2=0.5,
    uptake=-1.5,
    aircraft=0.05,
)


def paper(*splits, kilograms=4):
    sheet = part(
        "sheet", mass=Mass(amount=parse_quantity(f"{kilograms} kg")), data_set=ref("paper")
    )
    return study_of(sheet, splits=splits)


def test_shares_keep_the_published_total(agree):
    stated = StatedSplit(id="s", data_set=ref("paper"), split=SHARES, source="EPD 12")
    result = agree(
        paper(stated),
        headline=4.0,
        fossil=2.8,
        biogenic_non_co2=0.8,
        land_use_change=0.4,
        unsplit=0.0,
        biogenic_co2=2.0,
        uptake=-6.0,
        aircraft=0.2,
    )
    assert split_shares(result)[SplitOrigin.BY_USER] == pytest.approx(1)
    assert "split-missing" not in {each.key for each in result.findings}
    [only] = by_data_set(result)
    assert (only.key, only.kg_co2e) == ("s", pytest.approx(4.0))


def test_what_a_split_leaves_stays_unsplit(agree):
    stated = StatedSplit(
        id="s", data_set=ref("paper"), split=Split(fossil=0.6, land_use_change=0.1), source="x"
    )
    result = agree(paper(stated), headline=4.0, fossil=2.4, land_use_change=0.4, unsplit=1.2)
    assert "split-leaves-rest" in {each.key for each in result.findings}


def test_a_split_that_replaces_the_total_changes_it_and_says_so(agree):
    stated = StatedSplit(
        id="s",
        data_set=ref("paper"),
        split=Split(fossil=0.6, land_use_change=0.1),
        source="x",
        replaces_total=True,
        report=AssessmentReport.AR6,
    )
    result = agree(paper(stated), headline=2.8, unsplit=0.0)
    assert "split-replaces-total" in {each.key for each in result.findings}
    assert [each.key for each in by_report(result)] == ["AR6"]


# --- money --------------------------------------------------------------------------------------


def test_money_of_another_country_and_year():
    """1 430 CNY of 2024 at 7.15 CNY a dollar are 200 dollars; prices rose by a quarter since."""
    paid = Spend(amount=1430, currency="CNY", year=2024, rate=7.15, price_index=0.8)
    assert paid.usd(2022) == pytest.approx(160)
    assert paid.usd(2024) == pytest.approx(160)


@pytest.mark.parametrize(
    ("spend", "lacking"),
    [
        (Spend(amount=1, currency="CNY", year=2022), ("rate",)),
        (Spend(amount=1, currency="CNY", year=2024), ("rate", "price_index")),
        (Spend(amount=1, currency="USD", year=2024), ("price_index",)),
        (Spend(amount=1, currency="usd", year=2022), ()),
    ],
)
def test_money_lacks_rate_and_index_where_they_are_needed(spend, lacking):
    assert spend.lacks(2022) == lacking
    assert (spend.usd(2022) is None) is bool(lacking)


def test_spend_counts_in_parts_and_inputs(shipped):
    """Water supply, 0.578 kg CO2e per dollar of 2022: 160 dollars on a part, twice, and 10."""
    water = DataSetRef(database="cradlegate-open", id="spend-221310")
    paid = Spend(
        amount=1430,
        currency="CNY",
        year=2024,
        rate=7.15,
        rate_source="a",
        price_index=0.8,
        price_index_source="b",
    )
    rinsing = ProcessStep(
        id="rinsing",
        inputs=(
            StepInput(id="rinse", supply=water, spend=Spend(amount=10, currency="USD", year=2022)),
        ),
    )
    tool = Part(id="tool", quantity=parse_quantity("2 piece"), data_set=water, spend=paid)
    calculation = calculate(study_of(tool, steps=(rinsing,)), shipped)
    assert totals(calculation.result).headline == pytest.approx((2 * 160 + 10) * 0.578)
    assert "spend-large" in {each.key for each in calculation.findings}


def test_without_a_rate_the_line_stops_and_the_rest_is_calculated(shipped):
    water = DataSetRef(database="cradlegate-open", id="spend-221310")
    tool = part("tool", data_set=water, spend=Spend(amount=10, currency="EUR", year=2022))
    steel = part("a", supplier=footprint(1.0))
    calculation = calculate(study_of(tool, steel), shipped)
    [stopped] = calculation.stopping
    assert (stopped.key, stopped.node, stopped.field) == ("spend-not-converted", "tool", "spend")
    assert totals(calculation.result).headline == pytest.approx(1.0)
