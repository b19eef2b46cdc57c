"""Every source that a figure comes from is named: of losses, mixes, estimated splits and gases."""

import msgspec
import pytest

from pcf.model.bom import Part
from pcf.model.node import DataSetRef
from pcf.model.processes import DirectEmission, ProcessStep, SiteElectricity, StepInput
from pcf.model.product import Product
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import Study
from pcf.results.sources import used_sources
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate


def sources_of(background, site, emissions=()):
    step = ProcessStep(
        site=site.id,
        inputs=(StepInput(amount=parse_quantity("1 kWh"), supply=SiteElectricity()),),
        emissions=emissions,
    )
    study = Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        sites=(site,),
        bom=Part(steps=(step,)),
    )
    result = calculate(study, background).result
    return {use.source.id for use in used_sources(result)}


@pytest.mark.parametrize("country", ["DEU", "IND", "VNM"])
def test_a_grid_with_a_loss_share_names_loss_and_mix(shipped, country):
    found = sources_of(shipped, Site(country=country))
    assert {"wdi_loss", "owid_mix", "ipcc_ar5_wg3"} <= found


def test_a_mix_names_the_sources_of_its_technologies(shipped):
    mix = DataSetRef(database="cradlegate-open", id="mix-deu-2024")
    line = SupplyLine(
        rule=ElectricityRule.DIRECT_LINE, energy=parse_quantity("1 MWh"), data_set=mix
    )
    found = sources_of(shipped, Site(country="DEU", electricity=(line,)))
    assert {"owid_mix", "ipcc_ar5_wg3", "ukpost2014"} <= found
    assert "wdi_loss" not in found


def test_a_gas_names_the_sources_of_its_factors(shipped):
    leak = DirectEmission(gas="gwp-sf6", amount=parse_quantity("1 mg"))
    found = sources_of(shipped, Site(country="CHN"), (leak,))
    assert "ipcc_ar6" in found


def test_the_european_union_has_its_own_loss(shipped):
    supply = shipped.catalogue.grid("EUR")
    assert supply.loss.id == "loss-euu"


def test_a_changed_gwp_factor_changes_the_hash(shipped):
    database = shipped.catalogue.databases[0]
    gas = database.gases["gwp-sf6"]
    other = msgspec.structs.replace(
        database, gases={**database.gases, "gwp-sf6": msgspec.structs.replace(gas, factors={})}
    )
    assert other.fingerprint != database.fingerprint
