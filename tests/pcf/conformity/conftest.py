"""A complete study: nothing is found on any row of the checklist that the program checks."""

import datetime

import pytest

from pcf.model.edits import Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.scope import ReviewKind, RulesStatus
from pcf.model.study import Assumption, Exclusion, Study
from pcf.units import parse_quantity

ON = datetime.date(2026, 3, 1)
"""The day on which the complete study is checked."""

_STATED = {
    "goal": {
        "application": "Request of a customer",
        "reasons": "The customer asks for it",
        "audience": "The customer",
        "public": False,
        "comparative": False,
        "period_start": datetime.date(2025, 1, 1),
        "period_end": datetime.date(2025, 12, 31),
    },
    "scope": {
        "rules_status": RulesStatus.NONE_FOUND,
        "rules_rationale": "No operator has rules for lamps",
        "geography": "Made in China from parts made in China",
        "cut_off": "Greenhouse gases",
        "value_choices": "None",
        "data_collection": "Readings of the plant",
        "missing_data": "No gap was found",
        "valid_until": datetime.date(2028, 12, 31),
    },
    "interpretation": {
        "completeness": "All inputs of the plant's ledger are in",
        "consistency": "One method throughout",
        "sensitivity": "Steel of another mill: 4 % less",
        "uncertainty": "Good for the plant, fair for the suppliers",
        "conclusions": "The housing is the hot spot",
    },
    "review": {"kind": ReviewKind.NONE},
    "company": {"name": "Lamp makers"},
    "product": {
        "number": "L-1",
        "version": "B",
        "description": "A lamp",
        "net_mass": parse_quantity("300 g"),
    },
    "grip": {"data_set": DataSetRef(database="tiny", id="plastic")},
    "forming": {"site_specific": True},
    "assembling": {"site_specific": True},
}


def build_complete(lamp: Study) -> Study:
    """Give the lamp with everything stated that the checklist asks."""
    named = {"goal": lamp.goal.id, "company": lamp.company.id}
    edits = [
        SetField(node=named.get(node, node), field=field, value=value)
        for node, fields in _STATED.items()
        for field, value in fields.items()
    ]
    exclusion = Exclusion(
        id="label", what="Label", reason="Small", estimate=parse_quantity("0.005 kgCO2e")
    )
    assumption = Assumption(id="assumed", text="Parts come by truck")
    inserts = [Insert(parent="study", index=0, node=node) for node in (exclusion, assumption)]
    return apply(lamp, [*edits, *inserts])


@pytest.fixture
def complete(lamp: Study) -> Study:
    return build_complete(lamp)
