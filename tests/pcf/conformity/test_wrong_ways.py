"""One study that states everything, wrong in one way at a time: this finding and no other.

The study uses all that the checklist has rows for: own power, certificates and metered shares, a
co-product, recycled content, a supplier's footprint, a line by money, wood, a flight, a comparison
and an earlier footprint. It is issued as a certificate. Each way is compared with it: what is found
beside what was found before is exactly what the row asks, as bad as the row says.
"""

import datetime
from collections import Counter
from collections.abc import Callable

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, GwpReport
from pcf.conformity.checklist import rules
from pcf.findings import Severity
from pcf.model.allocation import (
    Allocation,
    AllocationRule,
    CoProduct,
    Output,
    PhysicalProperty,
    Price,
    PropertyKind,
)
from pcf.model.biogenic import BioBased
from pcf.model.bom import Mass, Part
from pcf.model.choices import GwpSet, RecyclingMethod
from pcf.model.edits import Edit, Insert, Remove, SetField, apply
from pcf.model.electricity import (
    CRITERIA,
    ContractInstrument,
    EnergySharing,
    MeterReading,
    StepShare,
)
from pcf.model.node import DataSetRef
from pcf.model.other_footprints import Ledger
from pcf.model.processes import SiteElectricity, StepInput
from pcf.model.quality import QualityStatement
from pcf.model.recycling import Recycling
from pcf.model.scope import ReviewKind, ScopeRevision
from pcf.model.sites import ElectricityRule, SupplyLine
from pcf.model.spend import Spend
from pcf.model.splits import AssessmentReport, Split, SplitBasis
from pcf.model.study import DocumentKind, Exclusion, Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.checklist import Remark, RowState, rule_of
from pcf.results.contributions import totals
from pcf.results.estimates import document_kind, is_draft
from pcf.results.method import as_compared, as_earlier
from pcf.texts import Language, Texts
from pcf.units import parse_quantity, quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_record
from pcf.workflow.documents import write_document

ON = datetime.date(2026, 3, 1)
BLOCKS, WARNING, NOTE = Severity.BLOCKS_DOCUMENT, Severity.WARNING, Severity.NOTE
STOPS = Severity.STOPS_CALCULATION
DAY = datetime.date
Found = tuple[Severity, str, str, str]
FULFILLED = RowState.FULFILLED
OF_OTHERS = ("C01", "C02", "C03", "C04", "C05", "T01", "T02")

# Findings that weigh otherwise than their row does as a rule, and why.
OTHERWISE = {
    "cut-off-near": "methods 1.7: a warning above nine tenths of the limit",
    "net-mass-differs": "methods 1.7: blocks above 20 %",
    "carbon-above-mass": "physically impossible",
    "claim-certified": "product 7: a document never says so",
    "instrument-data-missing": "that they are cancelled is stated",
    "instrument-for-another": "a name may be that of a group or an agent",
    "instrument-of-other-technology": "words are a weak sign",
    "instrument-of-other-period": "how close in period is possible depends on the registry",
    "instrument-without-serials": "a supplier cancels for all its customers at once",
    "metered-slip": "a thousandfold slip",
    "line-mass-fits-otherwise": "a thousandfold slip",
    "packaging-mass-slip": "a thousandfold slip",
    "step-mass-slip": "a thousandfold slip",
    "split-missing": "product 4: blocks above 5 % of the total",
    "split-without-aircraft": "most sources are silent; the row stays open",
    "supplier-zero": "nothing is made without emissions",
    "supplier-expired-long": "methods 1.7: blocks after a year",
    "supplier-boundary": "what lies outside its boundary is missing, until a note says why not",
    "energy-over-allocated": "more than was metered can't be",
    "energy-above-supply": "more than was supplied can't be",
    "energy-slip": "a thousandfold slip",
    "energy-slip-of-all": "a thousandfold slip",
    "reading-slip": "a thousandfold slip",
    "supply-line-slip": "a thousandfold slip",
    "readings-missing": "the statement on missing data says how gaps were treated",
    "gwp-reports-mixed": "product 4: documents print the shares",
    "allocation-price-zero": "the product carries more by it, not less",
    "allocation-property-overruled": "the number is right: what is said beside it is not",
    "quantity-missing": "product 2: nothing can be calculated of the line",
    "spend-not-converted": "product 2: nothing can be calculated of the line",
}


def q(text: str):
    return parse_quantity(text)


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


def add(parent: str, node: object) -> Insert:
    return Insert(parent=parent, index=-1, node=node)


# --- the study ----------------------------------------------------------------------------------

CERTIFICATES = ContractInstrument(
    id="gec",
    name="Wind 2025",
    registry="GEC",
    serials="1-3",
    generated_from=DAY(2025, 1, 1),
    generated_to=DAY(2025, 12, 31),
    technology="solar",
    market="AAA",
    cancelled_on=DAY(2026, 2, 1),
    beneficiary="Lamp makers",
    energy=q("3 MWh"),
    **dict.fromkeys(CRITERIA, True),
)
MOTOR = SupplierFootprint(
    supplier="Motor works",
    value=q("0.1 kgCO2e"),
    per=q("1 piece"),
    split=Split(fossil=0.1, land_use_change=0.0, aircraft=0.0),
    boundary=SupplierBoundary.CRADLE_TO_GATE,
    report=AssessmentReport.AR6,
    period_start=DAY(2025, 1, 1),
    period_end=DAY(2025, 12, 31),
    document="PCF 4711",
    primary_share=0.5,
    geography="DEU",
)
SPENT = Spend(
    amount=0.01,
    currency="CNY",
    year=2023,
    rate=7.0,
    rate_source="Yearbook",
    price_index=1.02,
    price_index_source="Statistics office",
)


def output(price: float) -> Output:
    years = (2023, 2024, 2025)
    return Output(
        prices=tuple(
            Price(year=year, value=price, currency="CNY", per=q("1 kg"), source="Invoices")
            for year in years
        )
    )


HALF = PhysicalProperty(kind=PropertyKind.MASS, value=q("0.5 kg"), per=q("1 kg"))
SHARED = Allocation(rule=AllocationRule.PHYSICAL, main=output(8))
RECYCLED = Recycling(
    recycled_share=0.5,
    recycled=ref("recycled-steel"),
    a=0.2,
    quality_in=1.0,
    evidence="Mill certificate 12",
)
# The wood's uptake of 1.8 less the 0.2 kg CO2 per kg that left again, for 50 g.
WOOD_C_KG = 0.05 * (1.8 - 0.2) * 12 / 44


def _parts() -> list[Insert]:
    motor = Part(
        id="motor", name="Motor", quantity=q("1 piece"), mass=Mass(amount=q("10 g")), supplier=MOTOR
    )
    shade = Part(
        id="shade",
        name="Shade",
        quantity=q("50 g"),
        data_set=ref("wood"),
        bio_based=BioBased(origin="FSC-C000000"),
    )
    bolts = Part(
        id="bolts",
        name="Bolts",
        quantity=q("2 piece"),
        mass=Mass(amount=q("1 g")),
        data_set=ref("pallet"),
        spend=SPENT,
    )
    return [add("lamp", part) for part in (motor, shade, bolts)]


def _electricity() -> list[Edit]:
    lines = (
        SupplyLine(
            id="roof",
            name="Roof",
            rule=ElectricityRule.OWN_GENERATION,
            energy=q("2 MWh"),
            data_set=ref("solar"),
            certificate_sold=False,
        ),
        SupplyLine(
            id="wind",
            name="Wind",
            rule=ElectricityRule.CONTRACT,
            energy=q("3 MWh"),
            data_set=ref("solar"),
            instruments=(CERTIFICATES,),
        ),
        SupplyLine(id="rest", name="Rest", energy=q("5 MWh")),
    )
    readings = (
        MeterReading(
            id=f"month-{month}",
            month=f"2025-{month:02}",
            meter="main",
            energy=q("5 MWh" if month in {1, 2} else "0 MWh"),
        )
        for month in range(1, 13)
    )
    hours = EnergySharing(
        id="hours",
        name="Hours",
        total=100.0,
        elsewhere=37.5,
        shares=(StepShare(id="share", step="assembling", weight=12.5),),
    )
    return [
        put("plant", "untracked", ref("grid-share")),
        put("plant", "untracked_reason", ""),
        put("plant", "output", q("10000 piece")),
        *(add("plant", each) for each in (*lines, *readings, hours)),
    ]


def _rest() -> list[Edit]:
    flight = TransportLeg(
        id="flight",
        name="Motor by air",
        cargo=Cargo.PARTS,
        parts=("motor",),
        distance=q("2000 km"),
        data_set=ref("plane"),
    )
    offcut = CoProduct(id="offcut", name="Offcut", amount=q("10 g"), output=output(4))
    return [
        add("study", flight),
        add("forming", offcut),
        put("forming", "allocation", SHARED),
        put("screw", "recycling", RECYCLED),
        put("grip", "data_set", ref("plastic")),
        put("product", "net_mass", q("362 g")),
        put("product", "biogenic_carbon", q(f"{WOOD_C_KG} kg")),
    ]


@pytest.fixture(scope="module")
def background(tiny: Background) -> Background:
    """The tiny database with a residual mix, wood, a flight and dollars, all of it by AR6."""
    [database] = tiny.catalogue.databases
    changes = {
        "grid-share": {"table": "electricity_grid", "route": "life_cycle", "family": "AAA-RES"},
        "wood": {"may_be_bio_based": True},
        "plane": {"table": "transport", "family": "air"},
        "pallet": {"unit": "USD"},
    }

    def changed(data_set: DataSet) -> DataSet:
        return msgspec.structs.replace(data_set, **changes.get(data_set.ref.id, {}))

    def latest(flow: ElementaryFlow) -> ElementaryFlow:
        return flow if flow.gas else ElementaryFlow("", flow.category, GwpReport.AR6)

    base = msgspec.structs.replace(
        database,
        checksum="9" * 64,
        data_sets=tuple(map(changed, database.data_sets)),
        flows=tuple(map(latest, database.flows)),
    )
    return Background(Catalogue([base]), tiny.cache)


@pytest.fixture(scope="module")
def complete(lamp: Study, stated: Callable[[Study], Study], background: Background) -> Study:
    whole = apply(stated(lamp), [*_parts(), *_electricity(), *_rest()])
    named = ("goal", "choices", "company")
    fixed = {field: msgspec.structs.replace(getattr(whole, field), id=field) for field in named}
    return msgspec.structs.replace(whole, **fixed)


@pytest.fixture(scope="module")
def compared(complete: Study, background: Background) -> Study:
    """The complete study beside the footprint of another lamp and its own of the year before."""
    result = calculate(complete, background, on=ON).result
    own_kg = totals(result).headline
    other = msgspec.structs.replace(
        as_compared(result),
        id="other",
        name="Lamp of Wu",
        value=quantity(2 * own_kg, "kgCO2e"),
        same_function="Both light a desk; use and end of life are left out of both",
        states_better=True,
        probability=0.99,
    )
    before = msgspec.structs.replace(
        as_earlier(result),
        id="before",
        published=quantity(own_kg + 0.3, "kgCO2e"),
        by_process=q("-0.3 kgCO2e"),
        by_data=q("0 kgCO2e"),
        causes="A lighter housing",
    )
    return apply(
        complete, [put("goal", "comparative", True), add("study", other), add("study", before)]
    )


# --- the ways -----------------------------------------------------------------------------------


def lacks(rule: str, node: str, severity: Severity = BLOCKS) -> list[Found]:
    return [(severity, rule, "not-stated", node)]


def motor(**changes: object) -> list[Edit]:
    return [put("motor", "supplier", msgspec.structs.replace(MOTOR, **changes))]


def spent(**changes: object) -> list[Edit]:
    return [put("bolts", "spend", msgspec.structs.replace(SPENT, **changes))]


def shared(**changes: object) -> list[Edit]:
    return [put("forming", "allocation", msgspec.structs.replace(SHARED, **changes))]


def by_value(main: Output | None = None, offcut: Output | None = None) -> list[Edit]:
    by_prices = shared(
        rule=AllocationRule.ECONOMIC, justification="By value", main=main or output(8)
    )
    return [*by_prices, put("offcut", "output", offcut or output(4))]


def recycled(**changes: object) -> list[Edit]:
    return [put("screw", "recycling", msgspec.structs.replace(RECYCLED, **changes))]


def left_out(at_most: str, **fields: object) -> Insert:
    more = Exclusion(id="more", what="More", reason="Small", estimate=q(at_most))
    return add("study", msgspec.structs.replace(more, **fields))


WITHOUT_METERS = [*(Remove(node=f"month-{month}") for month in range(1, 13)), Remove(node="hours")]

# By the group of the checklist's row; where another one stands open too, it says why.
WAYS: dict[str, tuple[list[Edit], list[Found]]] = {
    # --- goal ---
    "no application": ([put("goal", "application", "")], lacks("G01", "goal")),
    "no reasons": ([put("goal", "reasons", "")], lacks("G02", "goal")),
    "no audience": ([put("goal", "audience", " ")], lacks("G03", "goal")),
    "public or not": ([put("goal", "public", None)], lacks("G04", "goal")),
    "nobody looked for category rules": (
        [put("scope", "rules_status", None)],
        [
            *lacks("G05", "scope"),
        ],
    ),
    "no category rules, and no reason": (
        [put("scope", "rules_rationale", "")],
        lacks("G06", "scope", WARNING),
    ),
    # --- scope ---
    "no description": (
        [put("product", "description", "")],
        [(BLOCKS, "S01", "product-not-identified", "product")],
    ),
    "nothing comes in packaging": (
        [Remove(node="box")],
        [(BLOCKS, "S05", "stage-empty", "")],
    ),
    "left out without a reason": (
        [left_out("1 gCO2e", reason="")],
        [(BLOCKS, "S06", "exclusion-without-reason", "more")],
    ),
    "left out without an estimate": (
        [left_out("1 gCO2e", estimate=None)],
        [(BLOCKS, "S06", "exclusion-without-estimate", "more")],
    ),
    "left out above nine tenths of the limit": (
        [left_out("0.033 kgCO2e")],
        [(WARNING, "S07", "cut-off-near", "choices")],
    ),
    "left out above the limit": (
        [left_out("0.05 kgCO2e")],
        [(BLOCKS, "S07", "cut-off-exceeded", "choices")],
    ),
    "no places": ([put("scope", "geography", "")], lacks("S08", "scope")),
    "a period that ends before it begins": (
        [put("goal", "period_start", DAY(2026, 1, 1))],
        [(BLOCKS, "S09", "period-reversed", "goal")],
    ),
    "half a year": (
        [
            put("goal", "period_end", DAY(2025, 6, 30)),
            put("scope", "valid_until", DAY(2028, 6, 30)),
            *(Remove(node=f"month-{month}") for month in range(7, 13)),
        ],
        [(BLOCKS, "S09", "period-short", "scope")],
    ),
    "no assumptions": ([Remove(node="assumed")], lacks("S11", "")),
    "no value choices": ([put("scope", "value_choices", "")], lacks("S12", "scope")),
    "the scope changed after its log": (
        [add("study", ScopeRevision(made_on=ON, text="Fixed", digest="0" * 16))],
        [(WARNING, "S13", "scope-changed", "")],
    ),
    # --- data ---
    "a step without own data": (
        [put("forming", "site_specific", None)],
        [(BLOCKS, "D01", "step-not-site-specific", "forming")],
    ),
    "a line without a data set": (
        [put("grip", "data_set", None)],
        [(BLOCKS, "D03", "part-unmatched", "grip")],
    ),
    "a line without a quantity": (
        [put("grip", "quantity", None)],
        [(STOPS, "D03", "quantity-missing", "grip")],
    ),
    "nobody knows where things come from": (
        [Remove(node="origin")],
        [(WARNING, "D05", "ratings-unknown", "leak")],
    ),
    "a rating without a reason": (
        [add("study", QualityStatement(id="rated", about="grip", technology=3))],
        [(WARNING, "D05", "quality-without-reason", "rated")],
    ),
    "a net mass 10 % off": (
        [put("product", "net_mass", q("398 g"))],
        [(WARNING, "D06", "net-mass-differs", "product")],
    ),
    "a net mass 30 % off": (
        [put("product", "net_mass", q("470 g"))],
        [(BLOCKS, "D06", "net-mass-differs", "product")],
    ),
    "metered energy that no step has": (
        [put("hours", "elsewhere", 27.5)],
        [(WARNING, "D07", "energy-not-allocated", "plant")],
    ),
    "more energy than was metered": (
        [put("hours", "elsewhere", 57.5)],
        [(BLOCKS, "D07", "energy-over-allocated", "plant")],
    ),
    "no word on gaps": ([put("scope", "missing_data", "")], lacks("D08", "scope")),
    "a month without a reading": (
        [Remove(node="month-3")],
        [(WARNING, "D08", "readings-missing", "plant")],
    ),
    "much of it by money": (
        spent(amount=0.05),
        [(WARNING, "D09", "spend-large", "bolts")],
    ),
    "money without a rate": (
        spent(rate=None),
        [(STOPS, "D03", "spend-not-converted", "bolts")],
    ),
    "a rate without a source": (
        spent(rate_source=""),
        [(BLOCKS, "D03", "spend-without-source", "bolts")],
    ),
    "a supplier's footprint that ran out": (
        motor(valid_until=DAY(2025, 6, 30)),
        [(WARNING, "D10", "supplier-expired", "motor")],
    ),
    "one that ran out a year before": (
        motor(valid_until=DAY(2024, 12, 30)),
        [(BLOCKS, "D10", "supplier-expired-long", "motor")],
    ),
    "one of another assessment report": (
        motor(report=AssessmentReport.AR5),
        [
            (WARNING, "D10", "supplier-gwp-differs", "motor"),
            (WARNING, "Q01", "gwp-reports-mixed", ""),  # of the result as a whole
        ],
    ),
    "one from gate to gate": (
        motor(boundary=SupplierBoundary.GATE_TO_GATE),
        [(BLOCKS, "D10", "supplier-boundary", "motor")],
    ),
    # --- allocation and recycling ---
    "no rule of allocation": (
        shared(rule=None),
        [(BLOCKS, "A01", "allocation-rule-missing", "forming")],
    ),
    "prices of two currencies": (
        [
            *shared(rule=AllocationRule.ECONOMIC, justification="By value"),
            put(
                "offcut",
                "output",
                Output(
                    prices=tuple(
                        msgspec.structs.replace(each, currency="EUR") for each in output(4).prices
                    )
                ),
            ),
        ],
        [(BLOCKS, "A01", "allocation-prices-differ", "forming")],
    ),
    "by prices, and no reason": (
        shared(rule=AllocationRule.ECONOMIC),
        [
            (BLOCKS, "A02", "allocation-justification-missing", "forming"),
        ],
    ),
    "shares that don't add up": (
        [
            *shared(
                rule=AllocationRule.STATED,
                main=msgspec.structs.replace(output(8), share=0.9),
                justification="Rule book 3",
            ),
            put("offcut", "output", msgspec.structs.replace(output(4), share=0.2)),
        ],
        [
            (BLOCKS, "A03", "allocation-not-conserved", "forming"),
        ],
    ),
    "a property that an output's own amount contradicts": (
        [put("offcut", "output", msgspec.structs.replace(output(4), properties=(HALF,)))],
        [(WARNING, "A02", "allocation-property-overruled", "offcut")],
    ),
    "a main product of another mass than its part": (
        shared(main=msgspec.structs.replace(output(8), properties=(HALF,))),
        [(WARNING, "A02", "allocation-property-overruled", "forming")],
    ),
    "nothing to vary the allocation by": (
        shared(main=Output()),
        [(WARNING, "A04", "allocation-effect-unknown", "forming")],
    ),
    "another recycling method for one line": (
        recycled(method=RecyclingMethod.CFF),
        [(BLOCKS, "A05", "recycling-methods-mixed", "screw")],
    ),
    "recycled content of what holds scrap": (
        [put("screw", "data_set", ref("recycled-steel"))],
        [(BLOCKS, "A05", "recycling-virgin-holds-scrap", "screw")],
    ),
    # --- electricity ---
    "a certificate that fails a criterion": (
        [put("gec", "is_cancelled", False)],
        [(BLOCKS, "E02", "instrument-criterion-not-met", "gec")],
    ),
    "a contract without certificates": (
        [Remove(node="gec")],
        [(BLOCKS, "E02", "contract-without-instrument", "wind")],
    ),
    "more certificates than grid": (
        [put("gec", "energy", q("9 MWh")), put("gec", "serials", "1-9")],
        [(BLOCKS, "E03", "certificates-above-grid", "plant")],
    ),
    "a certificate twice": (
        [
            add(
                "wind",
                msgspec.structs.replace(CERTIFICATES, id="again", serials="3-4", energy=q("2 MWh")),
            )
        ],
        [(BLOCKS, "E04", "certificate-used-twice", "again")],
    ),
    "an average mix although a residual one is published": (
        [put("plant", "untracked", None)],
        [(WARNING, "E05", "residual-mix-not-used", "plant")],
    ),
    "a country whose consumption mix is not known": (
        [put("plant", "country", "ZZZ"), put("gec", "market", "ZZZ")],
        [(BLOCKS, "E06", "location-based-missing", "plant")],
    ),
    "a factor of stacks alone": (
        [put("wind", "includes_upstream", False)],
        [(WARNING, "E07", "electricity-without-upstream", "wind")],
    ),
    "certificates of the roof sold": (
        [put("roof", "certificate_sold", True)],
        [(BLOCKS, "E08", "certificate-sold", "roof")],
    ),
    # --- greenhouse gases ---
    "an older set of potentials": (
        [put("choices", "gwp_set", GwpSet.AR5_GWP100)],
        [
            (BLOCKS, "Q01", "gwp-not-latest", "choices"),
            (WARNING, "Q01", "gwp-reports-mixed", ""),
            (WARNING, "D10", "supplier-gwp-differs", "motor"),
        ],
    ),
    "goods without a split": (
        [put("grip", "data_set", ref("paper"))],
        [
            (BLOCKS, "Q03", "split-missing", "grip"),
        ],
    ),
    "a supplier of wood who is silent on land-use change": (
        motor(split=Split(fossil=0.1, uptake=-0.001, aircraft=0.0)),
        [
            (BLOCKS, "Q05", "land-use-change-missing", "motor"),
            (WARNING, "Q10", "origin-not-shown", "motor"),
        ],
    ),
    "a flight with radiative forcing": (
        [put("flight", "data_set", ref("plane-rf"))],
        [(BLOCKS, "Q07", "radiative-forcing", "flight")],
    ),
    "wood whose carbon nobody states": (
        [put("product", "biogenic_carbon", None), put("shade", "bio_based", None)],
        [
            (WARNING, "Q08", "biogenic-carbon-missing", "product"),
            (WARNING, "Q10", "origin-not-shown", "shade"),
        ],
    ),
    "twice the carbon that was taken up": (
        [put("product", "biogenic_carbon", q(f"{2 * WOOD_C_KG} kg"))],
        [(WARNING, "Q10", "uptake-not-content", "product")],
    ),
    # --- interpretation ---
    "no completeness check": (
        [put("interpretation", "completeness", "")],
        lacks("I02", "interpretation"),
    ),
    "no consistency check": (
        [put("interpretation", "consistency", "")],
        lacks("I03", "interpretation"),
    ),
    "no sensitivity": (
        [put("interpretation", "sensitivity", "")],
        lacks("I04", "interpretation"),
    ),
    "no uncertainty": (
        [put("interpretation", "uncertainty", "")],
        lacks("I05", "interpretation"),
    ),
    "no conclusions": (
        [put("interpretation", "conclusions", "")],
        lacks("I07", "interpretation", WARNING),
    ),
    "conclusions of neutrality": (
        [put("interpretation", "conclusions", "The lamp is carbon neutral")],
        [(BLOCKS, "Q11", "claim-neutral", "interpretation")],
    ),
    # --- report ---
    "no word on data": ([put("scope", "data_collection", "")], lacks("R01", "scope")),
    "reviewed or not": ([put("review", "kind", None)], lacks("R08", "review")),
    "reviewed by nobody": (
        [put("review", "kind", ReviewKind.EXTERNAL)],
        [(BLOCKS, "R08", "review-without-reviewer", "review")],
    ),
    "nobody answers for it": ([put("company", "name", "")], lacks("R09", "company")),
    "no validity": ([put("scope", "valid_until", None)], lacks("R10", "scope", WARNING)),
    "valid too long": (
        [put("scope", "valid_until", DAY(2029, 1, 1))],
        [(WARNING, "R10", "validity-too-long", "scope")],
    ),
}

WAYS |= {
    # --- certificates whose data deny what is claimed ---
    "certificates without numbers": (
        [put("gec", "serials", "")],
        [(WARNING, "E04", "instrument-without-serials", "gec")],
    ),
    "cancelled before they were generated": (
        [put("gec", "cancelled_on", DAY(2025, 3, 1))],
        [(BLOCKS, "E02", "instrument-cancelled-before", "gec")],
    ),
    "cancelled in years to come": (
        [put("gec", "cancelled_on", DAY(2030, 12, 1))],
        [(BLOCKS, "E02", "instrument-cancelled-later", "gec")],
    ),
    "generated backwards": (
        [
            put("gec", "generated_from", DAY(2026, 1, 20)),
            put("gec", "generated_to", DAY(2026, 1, 9)),
        ],
        [
            (BLOCKS, "E02", "instrument-backwards", "gec"),
            (WARNING, "E02", "instrument-of-other-period", "gec"),  # begins after it
        ],
    ),
    "generated over seven years": (
        [put("gec", "generated_from", DAY(2019, 1, 1))],
        [(BLOCKS, "E02", "instrument-generated-long", "gec")],
    ),
    "cancelled for somebody else": (
        [put("gec", "beneficiary", "Somebody else Ltd.")],
        [(WARNING, "E02", "instrument-for-another", "gec")],
    ),
    "cancelled before the generation is over": (
        [
            put("gec", "generated_from", DAY(2025, 7, 1)),
            put("gec", "generated_to", DAY(2026, 6, 30)),
            put("gec", "cancelled_on", None),
        ],
        [
            (BLOCKS, "E02", "instrument-generated-later", "gec"),
            (WARNING, "E02", "instrument-data-missing", "gec"),
        ],
    ),
    "of coal on a line of the sun": (
        [put("gec", "technology", "coal")],
        [(WARNING, "E02", "instrument-of-other-technology", "gec")],
    ),
    "generated years before": (
        [
            put("gec", "generated_from", DAY(2022, 1, 1)),
            put("gec", "generated_to", DAY(2022, 12, 31)),
        ],
        [(BLOCKS, "E02", "instrument-far-from-period", "gec")],
    ),
    # --- slips of a thousand ---
    "all readings a thousand times": (
        [put(f"month-{month}", "energy", q("5000 MWh")) for month in (1, 2)],
        [(BLOCKS, "D07", "metered-slip", "plant")],
    ),
    "all readings a thousandth": (
        [put(f"month-{month}", "energy", q("5 kWh")) for month in (1, 2)],
        [(BLOCKS, "D07", "metered-slip", "plant")],
    ),
    "energy of a step a thousand times": (
        [put("forming-power", "amount", q("500 kWh"))],
        [(BLOCKS, "D07", "energy-slip", "forming-power")],
    ),
    "energy of a step a thousandth": (
        [put("forming-power", "amount", q("0.5 Wh"))],
        [(BLOCKS, "D07", "energy-slip", "forming-power")],
    ),
    "energy of two steps a thousand times": (
        [
            put("forming-power", "amount", q("300 kWh")),
            add(
                "forming",
                StepInput(id="light", name="Light", amount=q("200 kWh"), supply=SiteElectricity()),
            ),
        ],
        [(BLOCKS, "D07", "energy-slip-of-all", "plant")],
    ),
    "energy of a step a thousand times what is supplied": (
        [*WITHOUT_METERS, put("forming-power", "amount", q("1000 kWh"))],
        [(BLOCKS, "D07", "energy-slip", "forming-power")],
    ),
    "more energy than is supplied": (
        [*WITHOUT_METERS, put("forming-power", "amount", q("2 kWh"))],
        [(BLOCKS, "D07", "energy-above-supply", "plant")],
    ),
    "a month a thousand times": (
        [put(f"month-{month}", "energy", q("1 MWh")) for month in range(3, 13)]
        + [put("month-1", "energy", q("1 GWh")), put("month-2", "energy", q("1 MWh"))],
        [(BLOCKS, "D07", "reading-slip", "month-1")],
    ),
    "a supply line a thousand times": (
        [put("rest", "energy", q("5 GWh"))],
        [(BLOCKS, "D07", "supply-line-slip", "rest")],
    ),
    "a supply line a thousandth": (
        [put("rest", "energy", q("5 kWh"))],
        [(BLOCKS, "D07", "supply-line-slip", "rest")],
    ),
    "packaging a thousand times": (
        [put("box", "amount", q("300 kg"))],
        [(BLOCKS, "D06", "packaging-mass-slip", "box")],
    ),
    "packaging heavier than anybody's": (
        [put("box", "amount", q("3 kg"))],
        [(WARNING, "D06", "packaging-heavy", "box")],
    ),
    "more carbon than mass": (
        [put("box", "biogenic_carbon", q("1 kg"))],
        [
            (BLOCKS, "Q10", "carbon-above-mass", "box"),
            (WARNING, "Q10", "uptake-not-content", "product"),
        ],
    ),
    "a way round the world": (
        [put("to-plant", "distance", q("300000 km"))],
        [(WARNING, "D06", "leg-too-long", "to-plant")],
    ),
    "a line in grams for kilograms": (
        [put("housing", "mass", Mass(amount=q("0.2 g")))],
        [(BLOCKS, "D06", "line-mass-fits-otherwise", "housing")],
    ),
    "a co-product a thousand times": (
        [put("offcut", "amount", q("10 kg"))],
        [(BLOCKS, "D06", "step-mass-slip", "offcut")],
    ),
    # --- numbers without a source, zeros that nobody believes ---
    "recycled content without evidence": (
        recycled(evidence=" "),
        [(BLOCKS, "D03", "recycled-share-without-evidence", "screw")],
    ),
    "an exclusion that emits nothing": (
        [left_out("0 kgCO2e")],
        [(BLOCKS, "S06", "exclusion-estimate-zero", "more")],
    ),
    "a supplier's footprint of zero": (
        motor(value=q("0 kgCO2e"), split=None),
        [(BLOCKS, "D10", "supplier-zero", "motor")],
    ),
    "a supplier's footprint that is valid for ten years": (
        motor(valid_until=DAY(2036, 1, 1)),
        [(WARNING, "D10", "supplier-valid-too-long", "motor")],
    ),
    "a line left out that emits nothing": (
        [
            put("grip", "excluded", "small"),
            put("grip", "estimate", q("0 kgCO2e")),
        ],
        [(BLOCKS, "S06", "exclusion-estimate-zero", "grip")],
    ),
    "a co-product that is sold for nothing": (
        by_value(offcut=output(0)),
        [(WARNING, "A02", "allocation-price-zero", "forming")],
    ),
    "a product that is sold for nothing": (
        by_value(main=output(0)),
        [
            (BLOCKS, "A02", "allocation-without-burden", "forming"),
            (WARNING, "D07", "energy-not-allocated", "plant"),  # that of the step is in no total
        ],
    ),
    "a product whose stated share is nothing": (
        [
            *shared(
                rule=AllocationRule.STATED,
                main=msgspec.structs.replace(output(8), share=0.0),
                justification="Rule book 3",
            ),
            put("offcut", "output", msgspec.structs.replace(output(4), share=1.0)),
        ],
        [
            (BLOCKS, "A02", "allocation-without-burden", "forming"),
            (WARNING, "D07", "energy-not-allocated", "plant"),  # that of the step is in no total
        ],
    ),
    "prices that nobody has published": (
        by_value(
            offcut=Output(
                prices=tuple(msgspec.structs.replace(each, source=" ") for each in output(4).prices)
            )
        ),
        [(BLOCKS, "D03", "allocation-price-without-source", "forming")],
    ),
    "spent nothing": (spent(amount=0.0), [(BLOCKS, "D03", "spend-zero", "bolts")]),
    "a rating that only primary data have": (
        [add("study", QualityStatement(id="rated", about="grip", technology=1, reason="Ours"))],
        [(WARNING, "D05", "quality-secondary-as-primary", "rated")],
    ),
    "a province of another country": (
        [put("plant", "subdivision", "US-CA")],
        [(WARNING, "D05", "subdivision-of-other-country", "plant")],
    ),
    # --- aircraft ---
    "more by aircraft than there is": (
        motor(split=Split(fossil=0.1, land_use_change=0.0, aircraft=0.3)),
        [(BLOCKS, "Q07", "split-aircraft-exceeds-total", "motor")],
    ),
    "a split by shares with more by aircraft than there is": (
        motor(split=Split(basis=SplitBasis.SHARES, fossil=1.0, land_use_change=0.0, aircraft=3.0)),
        [(BLOCKS, "Q07", "split-aircraft-exceeds-total", "motor")],
    ),
    "a supplier's footprint without a split, of little weight": (
        motor(value=q("0.001 kgCO2e"), split=None),
        [(WARNING, "Q03", "split-missing", "motor")],
    ),
    "silent on aircraft": (
        motor(split=Split(fossil=0.1, land_use_change=0.0)),
        [(WARNING, "Q07", "split-without-aircraft", "motor")],
    ),
    # --- claims in what is printed ---
    "a neutral product by its name": (
        [put("product", "name", "Carbon neutral lamp")],
        [(BLOCKS, "Q11", "claim-neutral", "product")],
    ),
    "conclusions of conformity": (
        [put("interpretation", "conclusions", "The footprint is ISO 14067 compliant")],
        [(BLOCKS, "I07", "claim-certified", "interpretation")],
    ),
}

# Of the study beside other footprints: rows C and T, and what others do to them.
WAYS_BESIDE: dict[str, tuple[list[Edit], list[Found]]] = {
    "not meant to be compared": (
        [put("goal", "comparative", False)],
        [(BLOCKS, "G04", "comparison-not-intended", "goal")],
    ),
    "without category rules that anyone looked for": (
        [put("scope", "rules_status", None)],
        [
            *lacks("G05", "scope"),
            # and so nobody can say that both others followed the same
            (BLOCKS, "C01", "other-method-open", "other"),
            (BLOCKS, "T01", "earlier-method-open", "before"),
        ],
    ),
    "by other potentials": (
        [put("choices", "gwp_set", GwpSet.AR5_GWP100)],
        [
            (BLOCKS, "Q01", "gwp-not-latest", "choices"),
            (WARNING, "Q01", "gwp-reports-mixed", ""),
            (WARNING, "D10", "supplier-gwp-differs", "motor"),
            (BLOCKS, "C01", "comparison-differs", "other"),
            (BLOCKS, "T01", "earlier-differs", "before"),
            (WARNING, "T02", "causes-miss-change", "before"),
        ],
    ),
    "with another limit of cut-off": (
        [put("choices", "cut_off_limit", 0.04)],
        [
            (BLOCKS, "C02", "comparison-data-differ", "other"),
            (BLOCKS, "T01", "earlier-differs", "before"),
        ],
    ),
    "with a line that is missing": (
        [put("grip", "data_set", None)],
        [(BLOCKS, "D03", "part-unmatched", "grip")],
    ),
    "in public without a panel": (
        [put("goal", "public", True)],
        [(BLOCKS, "R08", "comparison-without-panel", "review")],
    ),
    "nothing to compare with": ([Remove(node="other")], lacks("C01", "")),
    "compared by another function": (
        [put("other", "same_function", "")],
        [(BLOCKS, "C01", "compared-without-function", "other")],
    ),
    "called better without draws": (
        [put("other", "probability", None)],
        [(WARNING, "C03", "comparison-without-uncertainty", "other")],
    ),
    "called better where it is not sure": (
        [put("other", "probability", 0.8)],
        [(WARNING, "C03", "better-is-not-sure", "other")],
    ),
    "called better where it is not": (
        [put("other", "value", q("0.1 kgCO2e"))],
        [(BLOCKS, "C01", "better-is-not-lower", "other")],
    ),
    "compared with avoided emissions": (
        [put("other", "ledger", Ledger.AVOIDED)],
        [(BLOCKS, "C05", "compared-across-ledgers", "other")],
    ),
    "called better in words alone": (
        [
            put("other", "states_better", False),
            put("interpretation", "conclusions", "Better than the lamp of Wu"),
        ],
        [(BLOCKS, "C01", "claim-better", "interpretation")],
    ),
    "a change that is not explained": (
        [put("before", "by_process", q("-0.1 kgCO2e"))],
        [(WARNING, "T02", "causes-miss-change", "before")],
    ),
    "a change without its causes": (
        [put("before", "by_data", None)],
        [(WARNING, "T02", "cause-not-stated", "before")],
    ),
    "an earlier footprint that nobody knows": (
        [put("before", "published", None)],
        [(BLOCKS, "T01", "earlier-without-value", "before")],
    ),
    "a reduction in words alone": (
        [
            Remove(node="before"),
            put("interpretation", "conclusions", "A fifth lower than last year"),
        ],
        [(BLOCKS, "T01", "claim-reduced", "interpretation")],
    ),
}


def found(study: Study, background: Background) -> Counter[Found]:
    """Give what is found by severity, row, key and place."""
    return Counter(
        (each.severity, rule_of(each), each.key, each.node)
        for each in calculate(study, background, on=ON).findings
    )


def test_the_complete_study_has_no_finding_and_no_open_row(complete, compared, background):
    unasked = {"I07"}  # whether conclusions stay within the scope is for a reviewer
    for study, apart in ((complete, {*unasked, *OF_OTHERS}), (compared, unasked)):
        calculation = calculate(study, background, on=ON)
        assert calculation.findings == ()
        states = {row.id: row.state for row in calculation.checklist}
        assert {rule for rule, state in states.items() if state is not FULFILLED} == apart


def test_without_meters_nothing_is_said_to_agree_with_them(complete, background):
    calculation = calculate(apply(complete, WITHOUT_METERS), background, on=ON)
    assert calculation.findings == ()
    [row] = [row for row in calculation.checklist if row.id == "D07"]
    assert (row.state, row.remark) == (RowState.NOT_APPLICABLE, Remark.NO_READINGS)


@pytest.mark.parametrize("language", Language)
def test_the_complete_study_is_issued_as_a_certificate(compared, background, tmp_path, language):
    result = with_record(calculate(compared, background, on=ON).result, background)
    assert document_kind(result) is DocumentKind.CERTIFICATE
    assert not is_draft(result)
    path = write_document(result, Texts(language), tmp_path / "lamp", issued=ON)
    assert path.name == f"lamp-certificate-{language.value}.pdf"


@pytest.fixture(params=[*WAYS, *WAYS_BESIDE])
def way(request, complete, compared) -> tuple[Study, list[Found]]:
    """A study that is wrong in one way, and what is to be found."""
    is_beside = request.param in WAYS_BESIDE
    edits, expected = (WAYS_BESIDE if is_beside else WAYS)[request.param]
    return apply(compared if is_beside else complete, edits), expected


def test_each_way_gives_its_findings_and_no_other(way, background):
    study, expected = way
    assert found(study, background) == Counter(expected)


def test_each_way_opens_its_rows_and_holds_a_certificate_back(way, background):
    study, expected = way
    calculation = calculate(study, background, on=ON)
    states = {row.id: row.state for row in calculation.checklist}
    assert {states[rule] for _, rule, _, _ in expected if rule} <= {RowState.OPEN}
    blocks = any(severity.rank <= BLOCKS.rank for severity, *_ in expected)
    assert is_draft(calculation.result) is blocks


def test_each_way_is_said_in_both_languages(way, background):
    study, _ = way
    for each in calculate(study, background, on=ON).findings:
        for texts in map(Texts, Language):
            said = texts.what(each) + texts.mend(each)
            assert not {"{", "}", "@"} & set(said)


def test_the_ways_are_many_and_of_every_group():
    assert len(WAYS) >= 45
    assert not WAYS.keys() & WAYS_BESIDE.keys()
    assert {rule[0] for rule in hit() if rule} == {rule[0] for rule in rules()}


def hit() -> set[str]:
    ways = (*WAYS.values(), *WAYS_BESIDE.values())
    return {rule for _, expected in ways for _, rule, _, _ in expected}


def test_ways_weigh_as_their_row_does_but_for_those_that_have_a_reason():
    ways = (*WAYS.values(), *WAYS_BESIDE.values())
    otherwise = {
        key
        for _, expected in ways
        for severity, rule, key, _ in expected
        if rule and severity is not rules()[rule].severity
    }
    assert sorted(otherwise) == sorted(OTHERWISE)
