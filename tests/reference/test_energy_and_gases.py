"""Electricity with its losses, process energy at the site, direct gases, and the two totals.

Per kWh: China-like grid 0.5777 + 0.0327; grid 0.4 with 20 % lost; plain grid 0.5; solar 0.05; coal
power 1.0; half-solar takes half a kWh of each of the last two.
"""

import pytest

from pcf.background.elementary import GasGroup
from pcf.inventory.inventory import Role
from pcf.model.bom import Mass, Part
from pcf.model.choices import Choices, GwpSet
from pcf.model.electricity import CRITERIA, ContractInstrument
from pcf.model.node import DataSetRef
from pcf.model.processes import DirectEmission, ProcessStep, SiteElectricity, StepInput
from pcf.model.product import Product
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import Study
from pcf.results.contributions import by_gas
from pcf.units import parse_quantity


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def line(rule: ElectricityRule, energy: str, row_id: str = "") -> SupplyLine:
    """A supply line; one by contract counts as such only with an instrument for its energy."""
    met = dict.fromkeys(CRITERIA, True)
    instrument = ContractInstrument(energy=parse_quantity(energy), **met)
    return SupplyLine(
        instruments=(instrument,) if rule is ElectricityRule.CONTRACT else (),
        rule=rule,
        certificate_sold=False,
        energy=parse_quantity(energy),
        data_set=ref(row_id) if row_id else None,
    )


def plant(country: str, *lines: SupplyLine) -> Site:
    return Site(id="plant", name="Plant", country=country, electricity=lines)


def study(site: Site, *inputs: StepInput, **more: object) -> Study:
    """One step at a site, on a product of 1 kg of steel, which adds 2."""
    emissions = more.pop("emissions", ())
    made = ProcessStep(id="step", name="Step", site="plant", inputs=inputs, emissions=emissions)
    root = Part(
        id="root", data_set=ref("steel"), mass=Mass(amount=parse_quantity("1 kg")), steps=(made,)
    )
    product = Product(declared_unit=parse_quantity("1 piece"))
    return Study(product=product, bom=root, sites=(site,), **more)


def power(energy: str) -> StepInput:
    return StepInput(id="power", amount=parse_quantity(energy), supply=SiteElectricity())


def test_loss_that_the_grid_s_source_publishes(agree) -> None:
    """China 2024: 0.5777 + 0.0327 = 0.6104 kg/kWh at the plant; 10 kWh → 6.104"""
    result = agree(study(plant("AAA"), power("10 kWh")), headline=2 + 6.104)
    lost = [each for each in result.lines if each.exchange.role is Role.GRID_LOSS]
    assert [each.amount * 0.0327 for each in lost] == [pytest.approx(0.327)]


def test_loss_as_a_share_of_generation(agree, amount_of) -> None:
    """0.4 / (1 - 0.2) = 0.5 kg/kWh; of 10 kWh used 12.5 are generated, 2.5 lost."""
    result = agree(study(plant("BBB"), power("10 kWh")), headline=2 + 5.0)
    assert amount_of(result, "grid-share") == pytest.approx(12.5)
    lost = [each.amount for each in result.lines if each.exchange.role is Role.GRID_LOSS]
    assert lost == [pytest.approx(2.5)]


def test_factor_that_holds_its_losses_already(agree) -> None:
    """36 MJ = 10 kWh at 0.5 → 5"""
    agree(study(plant("CCC"), power("36 MJ")), headline=2 + 5.0)


@pytest.mark.parametrize("rule", [ElectricityRule.OWN_GENERATION, ElectricityRule.DIRECT_LINE])
def test_own_generation_and_direct_lines_lose_nothing(agree, rule: ElectricityRule) -> None:
    """10 kWh at 0.05; even the factor of a public grid, at 0.4, gets no loss behind the meter."""
    agree(study(plant("AAA", line(rule, "1 MWh", "solar")), power("10 kWh")), headline=2 + 0.5)
    agree(study(plant("AAA", line(rule, "1 MWh", "grid-share")), power("10 kWh")), headline=2 + 4.0)


@pytest.mark.parametrize("rule", [ElectricityRule.CONTRACT, ElectricityRule.GRID])
def test_generation_bought_over_the_grid_loses_on_the_way(agree, rule: ElectricityRule) -> None:
    """10 kWh of solar over the public grid, 10 % lost: 10 · 0.05 / 0.9"""
    site = plant("AAA", line(rule, "1 MWh", "solar"))
    agree(study(site, power("10 kWh")), headline=2 + 0.5 / 0.9)


def test_lines_are_mixed_by_their_energy(agree, amount_of) -> None:
    """100 MWh solar on the roof, 300 MWh from a named grid, 600 MWh from the country's grid.

    0.1 · 0.05 + 0.3 · 0.4/0.8 + 0.6 · 0.6104 = 0.005 + 0.15 + 0.36624 = 0.52124; 10 kWh → 5.2124
    """
    site = plant(
        "AAA",
        line(ElectricityRule.OWN_GENERATION, "100 MWh", "solar"),
        line(ElectricityRule.CONTRACT, "300 MWh", "grid-share"),
        line(ElectricityRule.GRID, "600 MWh"),
    )
    result = agree(study(site, power("10 kWh")), headline=2 + 5.2124)
    assert amount_of(result, "solar") == pytest.approx(1.0)
    assert amount_of(result, "grid-term") == pytest.approx(6.0)


def test_mix_of_the_background_is_solved(agree) -> None:
    """half-solar = 0.5 · 1.0 + 0.5 · 0.05 = 0.525; 10 kWh → 5.25"""
    site = plant("AAA", line(ElectricityRule.DIRECT_LINE, "1 kWh", "half-solar"))
    agree(study(site, power("10 kWh")), headline=2 + 5.25)


def test_process_takes_its_energy_at_the_site(agree, amount_of) -> None:
    """Injection moulding of 2 kg: 1.79 kWh and 0.12444 MJ of gas a kg, not the source's 1.5 kg.

    electricity 3.58 kWh · 0.6104 = 2.185232
    gas 0.24888 MJ / 3.6 = 0.06913333 kWh · 0.25 = 0.017283333
    """
    moulded = StepInput(id="mould", amount=parse_quantity("2 kg"), supply=ref("moulding"))
    gas = 0.24888 / 3.6 * 0.25
    result = agree(study(plant("AAA"), moulded), headline=2 + 2.185232 + gas, unsplit=0.0)
    assert amount_of(result, "moulding") == 0.0
    assert amount_of(result, "grid-term") == pytest.approx(3.58)
    assert {each.id for each in result.databases} == {"tiny"}
    assert ref("moulding") in result.data_sets  # whose recipe it is stays traceable


def test_process_that_burns_coal_and_gas(agree) -> None:
    """Forging of 0.5 kg: 3.6 MJ gas and 0.2 kg coal a kg: 0.5 · 0.25 + 0.1 · 3 = 0.425"""
    forged = StepInput(id="forge", amount=parse_quantity("500 g"), supply=ref("forging"))
    agree(study(plant("AAA"), forged), headline=2 + 0.425)


def test_process_without_a_site_keeps_the_factor_of_its_source(agree) -> None:
    """2 kg at the 1.5 of the source, unsplit."""
    moulded = StepInput(id="mould", amount=parse_quantity("2 kg"), supply=ref("moulding"))
    agree(study(Site(id="elsewhere", country="CCC"), moulded), headline=2 + 3.0, unsplit=3.0)


@pytest.mark.parametrize(
    ("gwp_set", "kg_co2e"),
    [
        (GwpSet.AR6_GWP100, 1.53 + 0.298),
        (GwpSet.AR5_GWP100, 1.3 + 0.28),
        (GwpSet.AR6_GWP20, 4.14 + 0.825),
    ],
)
def test_gases_follow_the_gwp_set(agree, gwp_set: GwpSet, kg_co2e: float) -> None:
    """1 g of R134a (1530, 1300; 4140) and 10 g of fossil methane (29.8, 28; 82.5)."""
    leaks = (
        DirectEmission(id="leak", gas="gwp-hfc-134a", amount=parse_quantity("1 g")),
        DirectEmission(id="slip", gas="gwp-ch4-fossil", amount=parse_quantity("10 g")),
    )
    result = agree(
        study(plant("AAA"), emissions=leaks, choices=Choices(gwp_set=gwp_set)),
        headline=2 + kg_co2e,
        fossil=2 + kg_co2e,
    )
    gases = {each.key: each.kg_co2e for each in by_gas(result)}
    assert gases[GasGroup.CO2.value] == pytest.approx(2.0)
    assert gases[GasGroup.HFC.value] + gases[GasGroup.CH4.value] == pytest.approx(kg_co2e)


@pytest.mark.parametrize(
    ("gwp_set", "kg_co2e"),
    [(GwpSet.AR6_GWP100, 3.98), (GwpSet.AR5_GWP100, 3.8), (GwpSet.AR6_GWP20, 9.25)],
)
def test_gases_of_a_data_set_follow_the_gwp_set(agree, gwp_set: GwpSet, kg_co2e: float) -> None:
    """1 kg solvent: 1 kg CO2 and 0.1 kg fossil methane, 1 + 0.1 · 29.8 = 3.98 under AR6."""
    solvent = StepInput(id="solvent", amount=parse_quantity("1 kg"), supply=ref("solvent"))
    agree(study(plant("AAA"), solvent, choices=Choices(gwp_set=gwp_set)), headline=2 + kg_co2e)


def test_biogenic_methane_is_biogenic_and_in_the_headline(agree) -> None:
    """0.1 kg of non-fossil methane at 27.0 → 2.7, no part of it fossil."""
    slip = DirectEmission(id="slip", gas="gwp-ch4-nonfossil", amount=parse_quantity("100 g"))
    agree(study(plant("AAA"), emissions=(slip,)), headline=4.7, fossil=2.0, biogenic_non_co2=2.7)


def test_biogenic_carbon_dioxide_stays_out_of_the_headline(agree) -> None:
    """3 kg from burning wood: neither fossil nor in the headline, but in the total with uptake."""
    burnt = DirectEmission(id="burnt", gas="gwp-co2-biogenic", amount=parse_quantity("3 kg"))
    agree(study(plant("AAA"), emissions=(burnt,)), headline=2.0, fossil=2.0, biogenic_co2=3.0)


def test_study_of_direct_emissions_only(agree) -> None:
    """No data set, so no background at all: 2 kg CO2 and 1 g R134a at 1530 = 3.53"""
    made = ProcessStep(
        id="step",
        emissions=(
            DirectEmission(id="co2", gas="gwp-co2", amount=parse_quantity("2 kg")),
            DirectEmission(id="leak", gas="gwp-hfc-134a", amount=parse_quantity("1 g")),
        ),
    )
    free = Part(id="free", quantity=parse_quantity("1 piece"), excluded="supplied by the customer")
    product = Product(declared_unit=parse_quantity("1 piece"))
    root = Part(id="root", parts=(free,), steps=(made,))
    agree(Study(product=product, bom=root), headline=3.53, fossil=3.53)


def test_uptake_gives_two_totals(agree) -> None:
    """10 kg wood: fossil 1, land use 0.5, biogenic CO2 2, uptake -18.

    Without uptake 1 + 0.5 = 1.5; with it 1.5 + 2 - 18 = -14.5 (and the 2 of the steel in both).
    """
    wood = StepInput(id="wood", amount=parse_quantity("10 kg"), supply=ref("wood"))
    agree(
        study(plant("AAA"), wood),
        headline=3.5,
        fossil=3.0,
        land_use_change=0.5,
        biogenic_co2=2.0,
        uptake=-18.0,
    )


def test_what_is_not_split_stays_apart(agree) -> None:
    """3 kg of paper at 1.0, a value of AR4 that no GWP set moves."""
    paper = StepInput(id="paper", amount=parse_quantity("3 kg"), supply=ref("paper"))
    for gwp_set in GwpSet:
        choices = Choices(gwp_set=gwp_set)
        agree(study(plant("AAA"), paper, choices=choices), headline=5, fossil=2, unsplit=3)
