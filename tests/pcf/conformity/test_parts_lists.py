"""Faults of a list stay findings of its study until they are mended."""

import msgspec
import pytest

from pcf.conformity.parts_lists import with_list_findings
from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, Part
from pcf.model.bom_import import BomImport
from pcf.model.edits import Remove, SetField, apply
from pcf.model.study import Study
from pcf.units import parse_quantity

LINE = Part(id="line", name="Cover")
UNREAD = Finding(
    severity=Severity.STOPS_CALCULATION,
    key="bom-amount-unreadable",
    node="line",
    field="quantity",
    fields={"row": 7, "column": "Qty", "text": "some"},
)
WHOLE = Finding(severity=Severity.NOTE, key="bom-sheets-ignored", fields={"text": "Cover"})
STUDY = Study(
    bom=Part(id="bom", parts=(LINE,)),
    imports=(BomImport(file="a.csv", into="bom", parts=(LINE,), findings=(UNREAD, WHOLE)),),
)
MISSING = Finding(
    severity=Severity.STOPS_CALCULATION, key="quantity-missing", node="line", field="quantity"
)
ELSEWHERE = msgspec.structs.replace(MISSING, field="mass")


def test_a_fault_stands_in_place_of_what_the_calculation_says_of_the_same_field():
    assert with_list_findings(STUDY, [MISSING, ELSEWHERE]) == (ELSEWHERE, UNREAD, WHOLE)


@pytest.mark.parametrize(
    "edit",
    [
        SetField(node="line", field="quantity", value=parse_quantity("3 piece")),
        Remove(node="line"),
    ],
)
def test_a_mended_fault_is_gone(edit):
    assert with_list_findings(apply(STUDY, [edit]), []) == (WHOLE,)


def test_an_edit_elsewhere_mends_nothing():
    mass = Mass(amount=parse_quantity("3 g"))
    edited = apply(STUDY, [SetField(node="line", field="mass", value=mass)])
    assert UNREAD in with_list_findings(edited, [])


def test_a_note_hides_nothing_worse():
    note = msgspec.structs.replace(UNREAD, severity=Severity.NOTE)
    imports = (msgspec.structs.replace(STUDY.imports[0], findings=(note,)),)
    study = msgspec.structs.replace(STUDY, imports=imports)
    assert with_list_findings(study, [MISSING]) == (MISSING, note)
