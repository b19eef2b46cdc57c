"""What a result's make-up has to say: split, reports, horizon, estimates."""

import msgspec
import pytest

from pcf.findings import Severity
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.choices import Choices, GwpSet
from pcf.model.node import DataSetRef
from pcf.model.product import Product
from pcf.model.study import DocumentKind, Study
from pcf.results.estimates import document_kind, estimate_share
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate


def study_of(choices=None, **kilograms):
    """Give a study of some kilograms of tiny data sets; a tuple adds the mass's origin."""
    parts = []
    for row, stated in kilograms.items():
        kg, origin = stated if isinstance(stated, tuple) else (stated, MassOrigin.TYPED)
        parts.append(
            Part(
                id=row,
                name=row,
                quantity=parse_quantity("1 piece"),
                mass=Mass(amount=parse_quantity(f"{kg} kg"), origin=origin),
                data_set=DataSetRef(database="tiny", id=row),
            )
        )
    return Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=Part(parts=tuple(parts)),
        choices=choices or Choices(),
    )


def found(calculation, key):
    return next((each for each in calculation.findings if each.key == key), None)


@pytest.mark.parametrize(
    ("paper", "severity"),
    [(0.4, Severity.WARNING), (0.6, Severity.BLOCKS_DOCUMENT)],
)
def test_an_unsplit_share_warns_and_blocks_above_five_percent(tiny, paper, severity):
    # 5 kg of steel are 10 kg CO2e; paper adds 1 kg a kg: 0.4/10.4 = 3.8 %, 0.6/10.6 = 5.7 %.
    calculation = calculate(study_of(steel=5, paper=paper), tiny)
    finding = found(calculation, "split-missing")
    assert finding.severity is severity
    assert finding.fields["percent"] == pytest.approx(100 * paper / (10 + paper))


def test_without_unsplit_rows_there_is_no_finding(tiny):
    calculation = calculate(study_of(steel=5), tiny)
    assert found(calculation, "split-missing") is None
    assert found(calculation, "gwp-reports-mixed") is None


def test_mixed_reports_are_said_with_their_share(tiny):
    finding = found(calculate(study_of(steel=4.5, paper=1), tiny), "gwp-reports-mixed")
    assert finding.fields["percent"] == pytest.approx(90)


def test_a_short_horizon_needs_resolved_gases(tiny):
    choices = Choices(gwp_set=GwpSet.AR6_GWP20)
    assert found(calculate(study_of(choices, steel=1), tiny), "gwp20-not-resolved") is None
    blocked = found(calculate(study_of(choices, steel=1, paper=1), tiny), "gwp20-not-resolved")
    assert blocked.severity is Severity.BLOCKS_DOCUMENT


def test_estimated_masses_make_a_screening_estimate(tiny):
    # 1 kg of steel of 6 has an estimated mass: 1/6 = 16.7 %; 2 of 7: 28.6 %.
    few = study_of(steel=5, plastic=(2 / 3, MassOrigin.LENGTH))
    many = study_of(steel=5, plastic=(4 / 3, MassOrigin.LENGTH))
    result = calculate(few, tiny).result
    assert estimate_share(result) == pytest.approx(2 / 12)
    assert document_kind(result) is DocumentKind.CERTIFICATE
    result = calculate(many, tiny).result
    assert estimate_share(result) == pytest.approx(4 / 14)
    assert document_kind(result) is DocumentKind.SCREENING


def test_a_company_may_lower_the_limit_but_not_raise_it(tiny):
    study = study_of(Choices(screening_limit=0.1), steel=5, plastic=(2 / 3, MassOrigin.LENGTH))
    assert document_kind(calculate(study, tiny).result) is DocumentKind.SCREENING
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"screening_limit": 0.3}', type=Choices)
