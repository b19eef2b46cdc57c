"""A study that states splits, a supplier's footprint and money: complete, then one fault each."""

import datetime

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.errors import InputError
from pcf.findings import Severity
from pcf.model.biogenic import BioBased
from pcf.model.bom import Mass, Part
from pcf.model.edits import Insert, Remove, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.product import Goal, Product
from pcf.model.scope import Answer
from pcf.model.spend import Spend
from pcf.model.splits import AssessmentReport, Split, SplitBasis, StatedSplit
from pcf.model.study import Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.checklist import RowState, rule_of, rules_of
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

OPEN = "cradlegate-open"
PLYWOOD = DataSetRef(database=OPEN, id="mat-plywood-boverket-typical")
BOX = DataSetRef(database=OPEN, id="pack-board-corrugated-and-solid-primary-uk")
STEEL = DataSetRef(database=OPEN, id="mat-primary-aluminium-world-average-iai")
SPENT = DataSetRef(database=OPEN, id="spend-332722")
AIR = DataSetRef(database=OPEN, id="tr-air-freight-usa-epa")

MOTOR = SupplierFootprint(
    supplier="Motor works",
    value=parse_quantity("40 kgCO2e"),
    with_uptake=parse_quantity("39.5 kgCO2e"),
    per=parse_quantity("1 piece"),
    split=Split(fossil=39.0, land_use_change=1.0, uptake=-0.5, aircraft=0.2),
    boundary=SupplierBoundary.CRADLE_TO_GATE,
    report=AssessmentReport.AR6,
    period_start=datetime.date(2024, 1, 1),
    period_end=datetime.date(2024, 12, 31),
    valid_until=datetime.date(2026, 6, 30),
    document="PCF 4711",
    verification="Verifier, 2025-02-01",
    primary_share=0.5,
    outbound_included=True,
)
WOOD_C_KG = 2.2 / 1.1 * 0.5
# The motor's package and the shelf hold what the uptake of both stands for.
PRODUCT_C_KG = WOOD_C_KG + 0.5 * 12 / 44


def complete() -> Study:
    shelf = Part(
        id="shelf",
        name="Shelf",
        quantity=parse_quantity("1 piece"),
        mass=Mass(amount=parse_quantity("2.2 kg")),
        data_set=PLYWOOD,
        bio_based=BioBased(moisture=0.1, origin="FSC-C000000"),
    )
    motor = Part(
        id="motor",
        name="Motor",
        name_zh="电机",
        quantity=parse_quantity("1 piece"),
        supplier=MOTOR,
        bio_based=BioBased(share=0.0, origin="FSC-C000001"),
        mass=Mass(amount=parse_quantity("5 kg")),
    )
    nuts = Part(
        id="nuts",
        name="Nuts",
        quantity=parse_quantity("10 piece"),
        data_set=SPENT,
        spend=Spend(
            amount=0.5,
            currency="CNY",
            year=2024,
            rate=7.1217,
            rate_source="SAFE 2024",
            price_index=0.933,
            price_index_source="BLS",
        ),
    )
    box = PackagingItem(
        id="box",
        name="Box",
        amount=parse_quantity("0.5 kg"),
        data_set=BOX,
        biogenic_carbon=parse_quantity("0.2 kg"),
        bio_based=BioBased(origin="recycled, mill certificate"),
    )
    return Study(
        product=Product(
            id="product",
            name="Rack",
            declared_unit=parse_quantity("1 piece"),
            biogenic_carbon=parse_quantity(f"{PRODUCT_C_KG} kg"),
        ),
        goal=Goal(
            id="goal",
            period_start=datetime.date(2025, 1, 1),
            period_end=datetime.date(2025, 12, 31),
        ),
        bom=Part(id="rack", name="Rack", parts=(shelf, motor, nuts)),
        packaging=(box,),
        splits=(
            StatedSplit(
                id="plywood",
                data_set=PLYWOOD,
                source="EPD 1",
                split=Split(
                    basis=SplitBasis.SHARES,
                    fossil=0.95,
                    land_use_change=0.05,
                    aircraft=0.0,
                    uptake=-44 / 12 * WOOD_C_KG / 2.2 / 0.358,
                ),
            ),
            StatedSplit(
                id="board",
                data_set=BOX,
                source="EPD 2",
                split=Split(
                    basis=SplitBasis.SHARES,
                    fossil=0.9,
                    biogenic_non_co2=0.1,
                    land_use_change=0.0,
                    aircraft=0.0,
                    uptake=-44 / 12 * 0.2 / 0.5 / 1.19973,
                ),
            ),
        ),
    )


# The rows of the checklist that what is stated here can open.
ROWS = frozenset({"D03", "D09", "D10", "Q03", "Q05", "Q07", "Q08", "Q09", "Q10"})

# What the data sets themselves give rise to, whatever is stated; the dollars of the nuts are
# of a sector whose mix is not known.
STANDING = {
    "gwp-reports-mixed",
    "split-by-user",
    "split-missing",
    "spend-large",
}


def set_field(node, field, value):
    return SetField(node=node, field=field, value=value)


def motor(**changes):
    return set_field("motor", "supplier", msgspec.structs.replace(MOTOR, **changes))


def split_of(node, **changes):
    stated = next(each for each in complete().splits if each.id == node)
    return set_field(node, "split", msgspec.structs.replace(stated.split, **changes))


def nuts(**changes):
    stated = next(part for part in complete().bom.parts if part.id == "nuts")
    return set_field("nuts", "spend", msgspec.structs.replace(stated.spend, **changes))


def keys(findings):
    return {each.key: each for each in findings}


def test_the_complete_study_has_none_of_them(shipped: Background) -> None:
    findings = [
        each
        for each in calculate(complete(), shipped).findings
        if rule_of(each) in ROWS or each.key in STANDING
    ]
    assert set(keys(findings)) <= STANDING
    worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
    assert not [each for each in findings if each.severity in worst]


B, W, N = Severity.BLOCKS_DOCUMENT, Severity.WARNING, Severity.NOTE
S = Severity.STOPS_CALCULATION
DAY = datetime.date
LEG = TransportLeg(id="leg", cargo=Cargo.OTHER_PARTS, distance=parse_quantity("9 km"), data_set=AIR)

FAULTS = [
    (
        split_of("plywood", land_use_change=None, fossil=1.0),
        "land-use-change-missing",
        W,  # below 5 % of the total
        "plywood",
    ),
    (
        motor(split=Split(fossil=40.0, uptake=-0.5, aircraft=0.0)),
        "land-use-change-missing",
        B,
        "motor",
    ),
    (set_field("plywood", "source", " "), "split-without-source", B, "plywood"),
    (split_of("plywood", fossil=0.8), "split-leaves-rest", W, "plywood"),
    (split_of("plywood", fossil=1.2), "split-exceeds-total", B, "plywood"),
    (split_of("plywood", aircraft=1.2), "split-aircraft-exceeds-total", B, "plywood"),
    (split_of("plywood", aircraft=None), "split-without-aircraft", W, "plywood"),
    (
        Insert(parent="study", index=-1, node=StatedSplit(id="new", data_set=STEEL)),
        "split-unused",
        N,
        "new",
    ),
    (
        Insert(parent="study", index=-1, node=StatedSplit(id="new", data_set=BOX)),
        "split-twice",
        W,
        "new",
    ),
    (set_field("product", "biogenic_carbon", None), "uptake-not-content", W, "product"),
    (
        set_field("product", "biogenic_carbon", parse_quantity("1.4 kg")),
        "uptake-not-content",
        W,
        "product",
    ),
    (set_field("shelf", "bio_based", None), "origin-not-shown", W, "shelf"),
    (motor(document=""), "supplier-without-document", B, "motor"),
    (motor(boundary=SupplierBoundary.GATE_TO_GATE), "supplier-boundary", B, "motor"),
    (motor(boundary=SupplierBoundary.NOT_STATED), "supplier-boundary", B, "motor"),
    (motor(valid_until=DAY(2025, 6, 30)), "supplier-expired", W, "motor"),
    (motor(valid_until=DAY(2024, 12, 30)), "supplier-expired-long", B, "motor"),
    (motor(period_start=None, period_end=None), "supplier-without-period", W, "motor"),
    (
        motor(period_start=None, period_end=None, valid_until=None),
        "supplier-without-validity",
        W,
        "motor",
    ),
    (
        motor(period_start=DAY(2026, 2, 1), period_end=DAY(2027, 1, 31)),
        "supplier-period-later",
        W,
        "motor",
    ),
    (
        motor(period_start=DAY(2020, 1, 1), period_end=DAY(2020, 12, 31)),
        "supplier-period-old",
        W,
        "motor",
    ),
    (motor(report=AssessmentReport.AR5), "supplier-gwp-differs", W, "motor"),
    (motor(report=AssessmentReport.NOT_STATED), "supplier-gwp-differs", W, "motor"),
    (motor(with_uptake=parse_quantity("41 kgCO2e")), "supplier-totals-differ", W, "motor"),
    (motor(value=parse_quantity("30 kgCO2e")), "split-exceeds-total", B, "motor"),
    (motor(primary_share=None), "supplier-without-primary-share", N, "motor"),
    (set_field("motor", "data_set", STEEL), "supplier-beside-data-set", W, "motor"),
    (
        Insert(
            parent="motor",
            index=0,
            node=Part(
                id="coil",
                quantity=parse_quantity("1 piece"),
                mass=Mass(amount=parse_quantity("5 kg")),
                data_set=STEEL,
            ),
        ),
        "supplier-beside-parts",
        W,
        "motor",
    ),
    (Insert(parent="study", index=-1, node=LEG), "supplier-way-twice", W, "motor"),
    (nuts(rate=None), "spend-not-converted", S, "nuts"),
    (nuts(price_index=None), "spend-not-converted", S, "nuts"),
    (nuts(rate_source=""), "spend-without-source", B, "nuts"),
    (nuts(price_index_source=""), "spend-without-source", B, "nuts"),
    (nuts(amount=20.0), "spend-large", W, "nuts"),
    (
        set_field("shelf", "spend", Spend(amount=1, currency="USD", year=2022)),
        "spend-unused",
        N,
        "shelf",
    ),
]


@pytest.mark.parametrize(
    ("edit", "key", "severity", "node"),
    FAULTS,
    ids=[f"{k}-{i}" for i, (_, k, *_) in enumerate(FAULTS)],
)
def test_each_fault_is_found_with_its_severity_where_it_is_mended(
    shipped: Background, edit, key, severity, node
) -> None:
    study = complete()
    if isinstance(edit, Insert) and edit.parent == "study":
        edit = msgspec.structs.replace(edit, parent=study.id)
    if key == "supplier-way-twice":
        nuts_by_mass = Mass(amount=parse_quantity("1 g"))
        study = apply(study, [set_field("nuts", "mass", nuts_by_mass)])
    found = [each for each in calculate(apply(study, [edit]), shipped).findings if each.key == key]
    assert [(each.severity, each.node) for each in found] == [(severity, node)]
    for language in Language:
        texts = Texts(language)
        said = texts.what(found[0]) + texts.mend(found[0])
        assert "{" not in said
        assert "@" not in said


def test_wood_without_a_split_is_one_finding_that_opens_its_rows(shipped: Background) -> None:
    """Neither land-use change nor uptake can read "fulfilled" where nothing says where it grew."""
    bare = apply(complete(), [Remove(node="plywood")])
    calculation = calculate(bare, shipped)
    found = keys(calculation.findings)
    assert not {"land-use-change-missing", "uptake-not-content"} & found.keys()
    missing = found["split-missing"]
    assert (missing.severity, missing.node) == (W, "shelf")  # the largest of both
    assert (missing.fields["count"], missing.fields["names"]) == (2, "Shelf; Nuts")
    assert rules_of(missing) == ("Q03", "Q05", "Q10")
    states = {row.id: row.state for row in calculation.checklist}
    assert {states[row] for row in rules_of(missing)} == {RowState.OPEN}


def test_an_answer_does_not_stand_for_a_split(shipped: Background) -> None:
    answer = Answer(id="answer", rule="Q05", reason="The wood is from Europe")
    study = complete()
    edits = [Remove(node="plywood"), Insert(parent=study.id, index=-1, node=answer)]
    calculation = calculate(apply(study, edits), shipped)
    assert keys(calculation.findings)["answer-not-possible"].node == "answer"
    states = {row.id: row.state for row in calculation.checklist}
    assert states["Q05"] is RowState.OPEN


def test_an_uptake_without_a_split_can_be_compared(shipped: Background) -> None:
    """A supplier's total with uptake says what grew took up, though not what it is made of."""
    found = keys(calculate(apply(complete(), [motor(split=None)]), shipped).findings)
    assert rules_of(found["split-missing"]) == ("Q03", "Q05")
    assert "land-use-change-missing" not in found
    assert "uptake-not-content" not in found


@pytest.mark.parametrize("shelf", [1.0, 4.0])
def test_stating_less_of_land_use_change_is_judged_no_milder(shipped: Background, shelf) -> None:
    """A split without it weighs what no split at all does: a warning up to 5 % of |total|."""
    heavier = set_field("shelf", "mass", Mass(amount=parse_quantity(f"{2.2 * shelf} kg")))
    study = apply(complete(), [heavier, set_field("nuts", "spend", None)])
    silent = split_of("plywood", land_use_change=None, fossil=1.0)
    weights = [
        keys(calculate(apply(study, [edit]), shipped).findings)[key].severity
        for edit, key in (
            (silent, "land-use-change-missing"),
            (Remove(node="plywood"), "split-missing"),
        )
    ]
    assert weights == [W if shelf == 1 else B] * 2


def test_all_that_is_silent_on_land_use_change_weighs_together(shipped: Background) -> None:
    """Plywood and box are 2.8 % of the total each: either is below 5 %, not their sum."""
    heavier = set_field("shelf", "mass", Mass(amount=parse_quantity("3.3 kg")))
    larger = set_field("box", "amount", parse_quantity("1 kg"))
    silent = split_of("plywood", land_use_change=None, fossil=1.0)
    study = apply(complete(), [heavier, larger])
    alone = keys(calculate(apply(study, [silent]), shipped).findings)
    assert alone["land-use-change-missing"].severity is W
    both = keys(calculate(apply(study, [silent, Remove(node="board")]), shipped).findings)
    assert both["split-missing"].severity is W
    assert both["land-use-change-missing"].severity is B


def test_a_product_of_wood_is_not_without_carbon(shipped: Background) -> None:
    nothing = [
        set_field("product", "biogenic_carbon", parse_quantity("0 kg")),
        set_field("motor", "supplier", None),
        set_field("motor", "data_set", STEEL),
    ]
    found = keys(calculate(apply(complete(), nothing), shipped).findings)
    assert (found["biogenic-carbon-zero"].severity, found["biogenic-carbon-zero"].node) == (
        W,
        "product",
    )
    without = apply(complete(), [*nothing, Remove(node="shelf")])
    assert "biogenic-carbon-zero" not in keys(calculate(without, shipped).findings)


def test_content_of_packaging_and_product_is_asked_for(shipped: Background) -> None:
    bare = [
        set_field("product", "biogenic_carbon", None),
        set_field("shelf", "bio_based", None),
        set_field("motor", "bio_based", None),
        set_field("box", "biogenic_carbon", None),
        set_field("box", "bio_based", None),
    ]
    found = keys(calculate(apply(complete(), bare), shipped).findings)
    assert found["biogenic-carbon-missing"].node == "product"
    assert found["packaging-carbon-missing"].node == "box"
    assert "uptake-not-content" not in found


def test_without_its_split_cardboard_blocks_the_document(shipped: Background) -> None:
    only_box = [Remove(node="plywood"), Remove(node="board"), Remove(node="motor")]
    found = keys(calculate(apply(complete(), only_box), shipped).findings)
    assert found["split-missing"].severity is B


def test_a_boundary_that_is_complete_for_a_reason_passes(shipped: Background) -> None:
    edit = motor(boundary=SupplierBoundary.CRADLE_TO_GRAVE, boundary_note="use phase is zero")
    assert "supplier-boundary" not in keys(calculate(apply(complete(), [edit]), shipped).findings)


def test_validity_is_three_years_where_none_is_stated(shipped: Background) -> None:
    edit = motor(period_start=DAY(2021, 3, 1), period_end=DAY(2022, 2, 28), valid_until=None)
    assert "supplier-expired" in keys(calculate(apply(complete(), [edit]), shipped).findings)


@pytest.mark.parametrize(
    "changes", [{"currency": ""}, {"currency": "dollars"}, {"currency": "usd"}, {"currency": "¥"}]
)
def test_money_of_no_currency_and_dollars_at_a_rate_are_refused(changes) -> None:
    """Else the rate of another currency would divide it, or nothing would say what was paid."""
    stated = next(part.spend for part in complete().bom.parts if part.id == "nuts")
    with pytest.raises(InputError):
        msgspec.structs.replace(stated, **changes)


def test_money_without_a_year_is_told(shipped: Background) -> None:
    edits = [
        set_field("nuts", "spend", None),
        set_field("nuts", "measure", parse_quantity("0.1 USD")),
    ]
    assert "spend-without-year" in keys(calculate(apply(complete(), edits), shipped).findings)


def test_air_transport_that_states_no_aircraft_blocks(tiny: Background) -> None:
    [base] = tiny.catalogue.databases
    silent = tuple(
        msgspec.structs.replace(each, table="transport", family="air")
        if each.ref.id == "truck"
        else each
        for each in base.data_sets
    )
    background = Background(
        Catalogue([msgspec.structs.replace(base, data_sets=silent)]), tiny.cache
    )
    study = Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=Part(
            id="top",
            parts=(
                Part(
                    quantity=parse_quantity("1 kg"),
                    data_set=DataSetRef(database="tiny", id="steel"),
                ),
            ),
        ),
        transport=(
            TransportLeg(
                id="leg",
                cargo=Cargo.OTHER_PARTS,
                distance=parse_quantity("9 km"),
                data_set=DataSetRef(database="tiny", id="truck"),
            ),
        ),
    )
    found = keys(calculate(study, background).findings)["aircraft-missing"]
    assert (found.severity, found.node, found.fields["rule"]) == (B, "leg", "Q07")
