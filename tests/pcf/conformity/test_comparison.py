"""What keeps two results from being compared."""

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.conformity.comparison import check_comparison
from pcf.findings import Severity
from pcf.model.choices import GwpSet, Scheme
from pcf.model.edits import Insert, SetField, apply
from pcf.model.scope import RulesStatus
from pcf.model.sites import ElectricityRule, SupplyLine
from pcf.results.checklist import rule_of
from pcf.units import parse_quantity
from pcf.workflow import Background, calculate


def compared(one, other, tiny, background=None):
    results = calculate(one, tiny).result, calculate(other, background or tiny).result
    return [
        (each.severity, rule_of(each), each.fields.get("what"))
        for each in check_comparison(*results)
    ]


PAIRED = (Severity.WARNING, "C03", None)
BLOCKS = Severity.BLOCKS_DOCUMENT


def test_two_results_alike_lack_only_a_paired_uncertainty(lamp, tiny):
    lighter = apply(lamp, [SetField(node="grip", field="quantity", value=parse_quantity("70 g"))])
    assert compared(lamp, lighter, tiny) == [PAIRED]


def test_each_difference_of_method_is_named(lamp, tiny):
    solar = SupplyLine(
        rule=ElectricityRule.OWN_GENERATION,
        energy=parse_quantity("1 MWh"),
        data_set=lamp.transport[0].data_set.__class__(database="tiny", id="solar"),
    )
    edits = {
        "unit": SetField(node="product", field="declared_unit", value=parse_quantity("2 piece")),
        "rules": SetField(node="scope", field="rules_status", value=RulesStatus.NONE_FOUND),
        "gwp_set": SetField(node=lamp.choices.id, field="gwp_set", value=GwpSet.AR5_GWP100),
        "electricity": Insert(parent="plant", index=0, node=solar),
    }
    for what, edit in edits.items():
        found = compared(lamp, apply(lamp, [edit]), tiny)
        assert found == [(BLOCKS, "C01", f"@compared.{what}"), PAIRED]


@pytest.mark.parametrize("what", ["databases", "cut_off"])
def test_differences_of_data_are_named(lamp, tiny, tiny_database, what):
    other, background = lamp, tiny
    if what == "databases":
        base = msgspec.structs.replace(tiny_database, version="2")
        background = Background(Catalogue([base]), tiny.cache)
    else:
        other = apply(lamp, [SetField(node=lamp.choices.id, field="scheme", value=Scheme.PAS_2050)])
    found = compared(lamp, other, tiny, background)
    assert found == [(BLOCKS, "C02", f"@compared.{what}"), PAIRED]
