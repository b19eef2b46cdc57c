"""Recycling: the worked table of methods 3.3, the signs, and the same terms as exchanges."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import InputError
from pcf.inventory.recycling import (
    Emissions,
    Parameters,
    circular_footprint,
    closed_loop,
    cut_off,
    fifty_fifty,
    input_shares,
    recycled_content_saving,
    terms_by,
)
from pcf.model.bom import Mass, Part
from pcf.model.choices import Choices, RecyclingMethod
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, Scrap, ScrapRoute
from pcf.model.product import Product
from pcf.model.recycling import EndOfLife, Recycling
from pcf.model.splits import Split, StatedSplit
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate

CUT_OFF, CLOSED_LOOP = RecyclingMethod.CUT_OFF, RecyclingMethod.CLOSED_LOOP
FIFTY_FIFTY, CFF = RecyclingMethod.FIFTY_FIFTY, RecyclingMethod.CFF

# --- the formula: aluminium housing and PET tray, kg CO2e per kg -------------------------------

ALUMINIUM = Emissions(virgin=11.89, recycled=0.60, recycling_at_end=0.60, disposal=0.023)
HOUSING = Parameters(r1=0.75, r2=0.60, a=0.2)


@pytest.mark.parametrize(
    ("method", "without", "with_recycled", "saving", "part_saving"),
    [
        (CUT_OFF, 11.899, 3.432, 8.468, 4.234),
        (FIFTY_FIFTY, 8.512, 4.278, 4.234, 2.117),
        (CFF, 6.480, 4.787, 1.694, 0.847),
        (CLOSED_LOOP, 5.125, 5.125, 0.000, 0.000),
    ],
)
def test_aluminium_housing_of_methods_3_3(
    method, without, with_recycled, saving, part_saving
) -> None:
    virgin = msgspec.structs.replace(HOUSING, r1=0.0)
    assert round(terms_by(method, virgin, ALUMINIUM).total, 3) == without
    assert round(terms_by(method, HOUSING, ALUMINIUM).total, 3) == with_recycled
    saved = recycled_content_saving(method, HOUSING, ALUMINIUM).total
    assert round(saved, 3) == saving
    assert round(0.5 * saved, 3) == part_saving


PET = Emissions(
    virgin=3.40,
    recycled=1.90,
    recycling_at_end=1.90,
    recovery=2.29,
    heat=0.07,
    electricity=0.11,
    disposal=0.023,
)
TRAY = Parameters(
    r1=0.3,
    r2=0.418,
    r3=0.25,
    a=0.5,
    quality_in=0.9,
    quality_out=0.9,
    lhv=22.0,
    heat_efficiency=0.25,
    electricity_efficiency=0.12,
)


def test_pet_tray_of_methods_3_3() -> None:
    assert round(circular_footprint(TRAY, PET).total, 3) == 3.293
    all_to_the_user = msgspec.structs.replace(TRAY, a=1.0)
    assert round(circular_footprint(all_to_the_user, PET).total, 3) == 3.361


def test_the_terms_of_the_pet_tray() -> None:
    """0.7 · 3.40; 0.3 · 0.5 · 1.90; 0.3 · 0.5 · 3.40 · 0.9; 0.5 · 0.418 · 1.90 …"""
    terms = circular_footprint(TRAY, PET)
    assert terms.virgin == pytest.approx(2.38)
    assert terms.recycled == pytest.approx(0.285)
    assert terms.virgin_replaced == pytest.approx(0.459)
    assert terms.recycling_at_end == pytest.approx(0.3971)
    assert terms.substitution == pytest.approx(-0.63954)
    assert terms.energy == pytest.approx(0.25 * (2.29 - 22 * 0.25 * 0.07 - 22 * 0.12 * 0.11))
    assert terms.disposal == pytest.approx(0.332 * 0.023)
    assert terms.at_gate == pytest.approx(3.124)
    assert terms.total == pytest.approx(terms.at_gate + terms.after_gate)


def test_lower_quality_saves_too() -> None:
    """0.92 of 3.40 per kg of recycled PET: 0.5 · (3.40 - 1.90) + 0.5 · 3.40 · 0.1."""
    saving = recycled_content_saving(CFF, msgspec.structs.replace(TRAY, r1=1.0), PET)
    assert saving.total == pytest.approx(0.92)
    assert saving.recycling == pytest.approx(0.75)
    assert saving.quality == pytest.approx(0.17)


# --- signs and identities ----------------------------------------------------------------------

SHARES = st.floats(0, 1)
AMOUNTS = st.floats(0, 50)


@st.composite
def parameters(draw: st.DrawFn) -> Parameters:
    r2 = draw(SHARES)
    return Parameters(
        r1=draw(SHARES),
        r2=r2,
        r3=draw(st.floats(0, 1 - r2)),
        a=draw(SHARES),
        b=draw(SHARES),
        quality_in=draw(SHARES),
        quality_out=draw(SHARES),
        lhv=draw(AMOUNTS),
        heat_efficiency=draw(SHARES),
        electricity_efficiency=draw(SHARES),
    )


@st.composite
def emissions(draw: st.DrawFn) -> Emissions:
    names = [each for each in Emissions.__struct_fields__ if each != "substituted"]
    return Emissions(**{name: draw(AMOUNTS) for name in names})


@given(p=parameters(), e=emissions())
def test_all_to_the_user_without_the_energy_term_is_the_cut_off(p, e) -> None:
    whole = circular_footprint(msgspec.structs.replace(p, a=1.0), e)
    assert whole.total - whole.energy == pytest.approx(cut_off(p, e).total, rel=1e-12, abs=1e-9)
    assert abs(whole.at_gate - cut_off(p, e).at_gate) <= 1e-12 * max(1.0, e.virgin, e.recycled)


@given(p=parameters(), e=emissions(), r1=SHARES)
def test_the_end_of_life_method_knows_no_recycled_content(p, e, r1) -> None:
    other = msgspec.structs.replace(p, r1=r1)
    assert closed_loop(p, e).total == pytest.approx(closed_loop(other, e).total, abs=1e-9)
    best = msgspec.structs.replace(p, a=0.0, quality_in=1.0)
    whole, changed = (
        circular_footprint(best, e),
        circular_footprint(msgspec.structs.replace(best, r1=r1), e),
    )
    assert whole.total == pytest.approx(changed.total, abs=1e-9)
    assert whole.at_gate == pytest.approx(e.virgin, abs=1e-9)


@given(p=parameters(), e=emissions())
def test_half_and_half_is_cff_with_a_half_at_full_quality(p, e) -> None:
    half = msgspec.structs.replace(p, a=0.5, quality_in=1.0)
    whole = circular_footprint(half, e)
    assert fifty_fifty(p, e).total == pytest.approx(whole.total - whole.energy, abs=1e-9)


@pytest.mark.parametrize("a", [0.0, 0.2, 0.5, 0.8])
def test_more_recycling_at_the_end_of_a_metal_is_less(a: float) -> None:
    one, other = (
        circular_footprint(Parameters(r1=0.5, r2=r2, a=a), ALUMINIUM).total for r2 in (0.3, 0.6)
    )
    assert other < one


@given(p=parameters(), e=emissions(), method=st.sampled_from(list(RecyclingMethod)))
def test_the_saving_is_the_difference_to_no_recycled_content(p, e, method) -> None:
    without = terms_by(method, msgspec.structs.replace(p, r1=0.0), e)
    saved = without.total - terms_by(method, p, e).total
    assert recycled_content_saving(method, p, e).total == pytest.approx(saved, abs=1e-9)


@given(p=parameters(), e=emissions(), method=st.sampled_from(list(RecyclingMethod)))
def test_what_goes_in_is_the_terms_at_the_gate(p, e, method) -> None:
    virgin, recycled = input_shares(method, p.r1, p.a, p.quality_in)
    expected = terms_by(method, p, e).at_gate
    assert virgin * e.virgin + recycled * e.recycled == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("wrong", [{"r1": 1.1}, {"a": -0.1}, {"r2": 0.7, "r3": 0.4}])
def test_impossible_parameters_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Parameters(**wrong)


# --- as inventory: steel 2 and recycled steel 0.5 kg CO2e/kg ------------------------------------


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def recycled(share: float | None = 0.6, **more: object) -> Recycling:
    return Recycling(recycled_share=share, recycled=ref("recycled-steel"), **more)


def study(
    recycling: Recycling, method: RecyclingMethod, *steps: ProcessStep, **more: object
) -> Study:
    root = Part(
        id="bar",
        name="Bar",
        mass=Mass(amount=parse_quantity("1 kg")),
        data_set=ref("steel"),
        recycling=recycling,
        steps=steps,
    )
    product = Product(declared_unit=parse_quantity("1 piece"))
    return Study(product=product, bom=root, choices=Choices(recycling=method), **more)


@pytest.mark.parametrize(
    ("method", "virgin", "used"),
    [
        (CUT_OFF, 0.4, 0.6),
        (CLOSED_LOOP, 1.0, 0.0),
        (FIFTY_FIFTY, 0.4 + 0.3, 0.3),
        (CFF, 0.4 + 0.6 * 0.8 * 0.9, 0.6 * 0.2),  # A 0.2, QSin/QP 0.9
    ],
)
def test_what_is_bought_by_each_method(agree, amount_of, method, virgin, used) -> None:
    """1 kg, R1 0.6: virgin = 0.4 + 0.6 (1-A) Q, recycled = 0.6 A."""
    result = agree(study(recycled(a=0.2, quality_in=0.9), method), headline=2 * virgin + 0.5 * used)
    assert amount_of(result, "steel") == pytest.approx(virgin)
    assert amount_of(result, "recycled-steel") == pytest.approx(used)


def test_yield_buys_more_of_both_and_scrap_that_returns_is_no_recycled_content(
    agree, amount_of
) -> None:
    """Yield 0.8 and the 0.25 kg of scrap come back: 1.25 - 0.25 = 1 kg is bought, 40 % virgin.

    2 · 0.4 + 0.5 · 0.6 = 1.1; shredding 0.25 kg → 0.1
    """
    loop = Scrap(route=ScrapRoute.CLOSED_LOOP, data_set=ref("shredding"), returns_to="bar")
    step = ProcessStep(id="mill", yield_fraction=0.8, scrap=loop)
    result = agree(study(recycled(), CUT_OFF, step), headline=1.1 + 0.1)
    assert amount_of(result, "steel") == pytest.approx(0.4)

    gone = ProcessStep(id="mill", yield_fraction=0.8, scrap=Scrap(route=ScrapRoute.RECYCLED))
    result = agree(study(recycled(), CUT_OFF, gone), headline=1.1 * 1.25)
    assert amount_of(result, "recycled-steel") == pytest.approx(0.75)


def test_packaging_has_recycled_content_too(agree) -> None:
    """A steel box of 2 kg for 4 products and 5 trips: 0.1 kg, half recycled → 0.1 + 0.025."""
    box = PackagingItem(
        id="box",
        amount=parse_quantity("2 kg"),
        data_set=ref("steel"),
        recycling=recycled(0.5),
        holds=4,
        trips=5,
    )
    agree(study(recycled(0.0), CUT_OFF, packaging=(box,)), headline=2.0 + 0.1 + 0.025)


def test_defaults_come_from_the_table(agree) -> None:
    """Steel packaging: A 0.2, R1 0.58, Q 1.0: virgin 0.42 + 0.58 · 0.8 = 0.884, recycled 0.116."""
    defaults = recycled(None, defaults="cff-parameters/1/steel-packaging")
    result = agree(study(defaults, CFF), headline=2 * 0.884 + 0.5 * 0.116)
    [line] = result.recycled
    assert (line.r1, line.a, line.quality_in) == (0.58, 0.2, 1.0)
    assert line.row == "cff-parameters/1/steel-packaging"


def test_the_end_of_life_stands_apart(agree) -> None:
    """R2 0.5, ErecEoL = shredding 0.4, ED = landfill 0.1, yield 0.5: the product holds 1 kg.

    CFF with A 0.2: 0.8 · 0.5 · (0.4 - 2) = -0.64; disposal 0.5 · 0.1 = 0.05; together -0.59
    """
    end = EndOfLife(
        recycled=0.5, quality_out=1.0, recycling=ref("shredding"), disposal=ref("landfill")
    )
    step = ProcessStep(id="mill", yield_fraction=0.5, scrap=Scrap(route=ScrapRoute.RECYCLED))
    stated = recycled(0.0, a=0.2, quality_in=1.0, end_of_life=end)
    result = agree(study(stated, CFF, step), headline=4.0)
    [line] = result.recycled
    assert line.bought_kg == pytest.approx(2.0)
    assert line.net_kg == pytest.approx(1.0)
    assert line.after_gate_kg_co2e == pytest.approx(-0.59)
    assert not line.missing


def test_the_effect_of_every_method_stands_beside_the_result(agree) -> None:
    result = agree(study(recycled(a=0.2, quality_in=0.9), CFF), headline=2 * 0.832 + 0.5 * 0.12)
    effects = {each.method: each.headline for each in result.effects}
    assert effects == pytest.approx({CUT_OFF: 1.1, CLOSED_LOOP: 2.0, FIFTY_FIFTY: 1.55, CFF: 1.724})
    assert [each.method for each in result.effects if each.is_chosen] == [CFF]


# --- the table of methods 3.3, entered as a study ------------------------------------------------


def worth(row_id: str, kg_co2e: float) -> StatedSplit:
    """Give a data set of the tiny database another factor, as a study may state it."""
    return StatedSplit(
        id=f"{row_id}-as-stated",
        data_set=ref(row_id),
        source="methods 3.3",
        split=Split(fossil=kg_co2e, land_use_change=0.0),
        replaces_total=True,
    )


@pytest.mark.parametrize(
    ("method", "without", "with_recycled", "part_saving"),
    [
        (CUT_OFF, 11.899, 3.432, 4.234),
        (FIFTY_FIFTY, 8.512, 4.278, 2.117),
        (CFF, 6.480, 4.787, 0.847),
        (CLOSED_LOOP, 5.125, 5.125, 0.000),
    ],
)
def test_the_aluminium_housing_as_a_study(
    tiny, method, without, with_recycled, part_saving
) -> None:
    """0.5 kg: what is bought at the gate and what comes after it are together the table's row."""
    end = EndOfLife(
        recycled=0.6, quality_out=1.0, recycling=ref("shredding"), disposal=ref("landfill")
    )
    factors = {"steel": 11.89, "recycled-steel": 0.60, "shredding": 0.60, "landfill": 0.023}

    def whole_kg(share: float) -> float:
        stated = recycled(share, a=0.2, quality_in=1.0, end_of_life=end)
        housing = study(stated, method, splits=tuple(worth(*each) for each in factors.items()))
        half = msgspec.structs.replace(housing.bom, mass=Mass(amount=parse_quantity("0.5 kg")))
        result = calculate(msgspec.structs.replace(housing, bom=half), tiny).result
        assert result is not None
        [line] = result.recycled
        assert not line.missing
        return totals(result).headline + line.after_gate_kg_co2e

    assert round(2 * whole_kg(0.0), 3) == without
    assert round(2 * whole_kg(0.75), 3) == with_recycled
    assert round(whole_kg(0.0) - whole_kg(0.75), 3) == part_saving
