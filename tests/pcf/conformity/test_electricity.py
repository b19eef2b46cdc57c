"""Checks on electricity: each mistake gives the finding of its row, and a sound study none."""

import datetime

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.conformity.certificate_uses import Reuse, claims_of, reused_certificates
from pcf.findings import Finding, Severity
from pcf.model.edits import Edit, Insert, Remove, SetField, apply
from pcf.model.electricity import (
    CRITERIA,
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    StepShare,
)
from pcf.model.node import DataSetRef, Node
from pcf.model.product import Goal
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import Study
from pcf.results.checklist import rule_of
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

BLOCKS, WARNING, NOTE = Severity.BLOCKS_DOCUMENT, Severity.WARNING, Severity.NOTE


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


def add(parent: str, node: Node) -> Insert:
    return Insert(parent=parent, index=-1, node=node)


def certificates(node: str = "gec", **fields: object) -> ContractInstrument:
    stated = {
        "id": node,
        "name": node,
        "registry": "GEC",
        "serials": "1-3",
        "generated_from": datetime.date(2024, 1, 1),
        "generated_to": datetime.date(2024, 12, 31),
        "technology": "solar",
        "market": "AAA",
        "cancelled_on": datetime.date(2025, 2, 1),
        "beneficiary": "Norden",
        "energy": parse_quantity("3 MWh"),
        **dict.fromkeys(CRITERIA, True),
    }
    return ContractInstrument(**{**stated, **fields})


@pytest.fixture(scope="module")
def background(tiny: Background) -> Background:
    """The tiny database with a residual mix of AAA and a factor of stacks only."""
    [database] = tiny.catalogue.databases

    def changed(data_set: DataSet) -> DataSet:
        grid = {"table": "electricity_grid", "route": "life_cycle"}
        match data_set.ref.id:
            case "grid-share":
                return msgspec.structs.replace(data_set, **grid, family="AAA-RES")
            case "grid-plain":
                return msgspec.structs.replace(data_set, **{**grid, "route": "direct_co2"})
        return data_set

    data_sets = tuple(map(changed, database.data_sets))
    return Background(
        Catalogue([msgspec.structs.replace(database, data_sets=data_sets)]), tiny.cache
    )


@pytest.fixture(scope="module")
def sound(lamp: Study) -> Study:
    """The lamp, made at a plant whose electricity leaves nothing to be found.

    10 MWh: 2 from the roof, 3 by certificates, 5 untracked at the residual mix; the forming step
    takes 0.625 kWh a lamp, 10 000 lamps in the period and 3.75 MWh of other products.
    """
    site = Site(
        id="plant",
        name="Plant",
        country="AAA",
        untracked=ref("grid-share"),
        output=parse_quantity("10000 piece"),
        electricity=(
            SupplyLine(
                id="roof",
                name="Roof",
                rule=ElectricityRule.OWN_GENERATION,
                energy=parse_quantity("2 MWh"),
                data_set=ref("solar"),
                certificate_sold=False,
            ),
            SupplyLine(
                id="wind",
                name="Wind",
                rule=ElectricityRule.CONTRACT,
                energy=parse_quantity("3 MWh"),
                data_set=ref("solar"),
                instruments=(certificates(),),
            ),
            SupplyLine(id="rest", name="Rest", energy=parse_quantity("5 MWh")),
        ),
        readings=tuple(
            MeterReading(
                id=f"month-{month}",
                month=f"2024-{month:02}",
                meter="main",
                energy=parse_quantity("5 MWh" if month in {1, 2} else "0 MWh"),
            )
            for month in range(1, 13)
        ),
        sharings=(
            EnergySharing(
                id="hours",
                name="Hours",
                total=100.0,
                elsewhere=37.5,
                shares=(StepShare(id="share", step="assembling", weight=12.5),),
            ),
        ),
    )
    goal = Goal(
        id="goal", period_start=datetime.date(2024, 1, 1), period_end=datetime.date(2024, 12, 31)
    )
    return msgspec.structs.replace(lamp, sites=(site,), goal=goal)


def found(study: Study, background: Background) -> list[Finding]:
    """Give the findings on electricity, by their row of the checklist."""
    calculation = calculate(study, background)
    rows = ("E", "D07", "D08")
    return [
        each
        for each in calculation.findings
        if (rule_of(each).startswith(rows) or each.node in {"plant", "roof", "mix"})
        and each.key != "not-stated"
    ]


def named(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [(each.severity, each.fields.get("rule"), each.key, each.node) for each in findings]


def test_a_sound_study_gives_no_finding(sound: Study, background: Background) -> None:
    assert named(found(sound, background)) == []


MIXED = [
    add(
        "study",
        OwnMix(
            id="mix",
            name="Mix",
            country="AAA",
            is_residual=True,
            source="Norden, 2024",
            shares=(MixShare(id="all", data_set=ref("grid-share"), share=1.0),),
        ),
    ),
    put("plant", "untracked", None),
    put("plant", "untracked_mix", "mix"),
]
CASES: dict[str, tuple[list[Edit], list[tuple[object, ...]]]] = {
    **{
        f"{criterion} {answer}": (
            [put("gec", criterion, answer)],
            [(BLOCKS, "E02", f"instrument-criterion-not-{word}", "gec")],
        )
        for criterion in CRITERIA
        for answer, word in ((False, "met"), (None, "stated"))
    },
    "no instrument": (
        [Remove(node="gec")],
        [(BLOCKS, "E02", "contract-without-instrument", "wind")],
    ),
    "an instrument for a part": (
        [put("gec", "energy", parse_quantity("2 MWh")), put("gec", "serials", "1-2")],
        [(BLOCKS, "E02", "contract-not-covered", "wind")],
    ),
    "data missing": (
        [put("gec", "cancelled_on", None)],
        [(WARNING, "E02", "instrument-data-missing", "gec")],
    ),
    "no energy": (
        [put("gec", "energy", None)],
        [
            (BLOCKS, "E02", "contract-not-covered", "wind"),
            (BLOCKS, "E02", "instrument-without-energy", "gec"),
        ],
    ),
    "another period": (
        [
            put("gec", "generated_from", datetime.date(2022, 1, 1)),
            put("gec", "generated_to", datetime.date(2022, 3, 31)),
        ],
        [(WARNING, "E02", "instrument-of-other-period", "gec")],
    ),
    "long before the period": (
        [
            put("gec", "generated_from", datetime.date(2021, 1, 1)),
            put("gec", "generated_to", datetime.date(2021, 12, 31)),
        ],
        [(BLOCKS, "E02", "instrument-far-from-period", "gec")],
    ),
    "cancelled before the generation that is known to have begun": (
        [
            put("gec", "generated_to", None),
            put("gec", "cancelled_on", datetime.date(2023, 12, 31)),
        ],
        [
            (BLOCKS, "E02", "instrument-cancelled-before", "gec"),
            (WARNING, "E02", "instrument-data-missing", "gec"),
        ],
    ),
    "numbers to follow": (
        [put("gec", "serials", "to follow")],
        [
            (WARNING, "E02", "certificates-not-their-energy", "gec"),
            (WARNING, "E04", "instrument-without-serials", "gec"),
        ],
    ),
    **{
        f"{technology} on a solar line": (
            [put("gec", "technology", technology)],
            [(WARNING, "E02", "instrument-of-other-technology", "gec")],
        )
        for technology in ("coal", "Wind, onshore", "海上风电", "hydro-electric")
    },
    **{
        f"{technology} on a solar line is sound": ([put("gec", "technology", technology)], [])
        for technology in ("Photovoltaics", "光伏发电", "wind and solar", "Anlage Nord 7")
    },
    "wind on a line by a mix of coal and sun": (
        [
            add(
                "study",
                OwnMix(
                    id="mix",
                    name="Mix",
                    country="AAA",
                    source="Norden, 2024",
                    shares=(
                        MixShare(id="sun", data_set=ref("solar"), share=0.5),
                        MixShare(id="rest-of-it", data_set=ref("coal-power"), share=0.5),
                    ),
                ),
            ),
            put("wind", "data_set", None),
            put("wind", "mix", "mix"),
            put("gec", "technology", "wind"),
        ],
        [
            (WARNING, "E02", "instrument-of-other-technology", "gec"),
            (NOTE, "E05", "own-mix-differs", "mix"),
        ],
    ),
    "another country": (
        [put("gec", "market", "BBB")],
        [(WARNING, "E02", "instrument-of-other-country", "gec")],
    ),
    "numbers that miss the energy": (
        [put("gec", "serials", "1-300")],
        [(WARNING, "E02", "certificates-not-their-energy", "gec")],
    ),
    "more certificates than grid": (
        [put("gec", "energy", parse_quantity("9 MWh")), put("gec", "serials", "1-9")],
        [(BLOCKS, "E03", "certificates-above-grid", "plant")],
    ),
    "the same certificates twice": (
        [
            add("wind", certificates("again", serials="3-4", energy=parse_quantity("2 MWh"))),
        ],
        [(BLOCKS, "E04", "certificate-used-twice", "again")],
    ),
    "an average mix": (
        [put("plant", "untracked", None)],
        [(WARNING, "E05", "residual-mix-not-used", "plant")],
    ),
    "an average mix with a reason": (
        [put("plant", "untracked", None), put("plant", "untracked_reason", "none for the period")],
        [],
    ),
    "a country without residual mix": (
        [
            put("plant", "untracked", None),
            put("plant", "country", "CCC"),
            put("gec", "market", "CCC"),
        ],
        [
            (WARNING, "E07", "electricity-without-upstream", "plant"),
            (NOTE, "E05", "residual-mix-not-published", "plant"),
        ],
    ),
    "a country without consumption mix": (
        [put("plant", "country", "ZZZ"), put("gec", "market", "ZZZ")],
        [(BLOCKS, "E06", "location-based-missing", "plant")],
    ),
    "stacks only": (
        [put("wind", "data_set", ref("grid-plain"))],
        [(WARNING, "E07", "electricity-without-upstream", "wind")],
    ),
    "stacks only, but upstream is stated": (
        [
            put("wind", "data_set", ref("grid-plain")),
            SetField(node="wind", field="includes_upstream", value=True),
        ],
        [],
    ),
    "certificates of the roof sold": (
        [SetField(node="roof", field="certificate_sold", value=True)],
        [(BLOCKS, "E08", "certificate-sold", "roof")],
    ),
    "certificates of the roof not spoken of": (
        [put("roof", "certificate_sold", None)],
        [(BLOCKS, "E08", "certificate-sale-not-stated", "roof")],
    ),
    "lines above the meter": (
        [put("rest", "energy", parse_quantity("6 MWh"))],
        [(BLOCKS, "D07", "supply-above-meter", "plant")],
    ),
    "lines below the meter": (
        [put("rest", "energy", parse_quantity("4 MWh"))],
        [(NOTE, "E01", "supply-untracked", "plant")],
    ),
    "a month twice": (
        [
            add(
                "plant",
                MeterReading(
                    id="more", month="2024-03", meter="main", energy=parse_quantity("0 MWh")
                ),
            )
        ],
        [(BLOCKS, "D07", "reading-twice", "month-3")],
    ),
    "a month without reading": (
        [put("month-3", "month", "2023-03")],
        [
            (WARNING, "D07", "reading-outside-period", "month-3"),
            (WARNING, "D08", "readings-missing", "plant"),
        ],
    ),
    "a reading of nothing": (
        [put("month-3", "energy", None)],
        [(BLOCKS, "D07", "reading-without-energy", "month-3")],
    ),
    "energy for nobody": (
        [put("hours", "elsewhere", 27.5)],
        [(WARNING, "D07", "energy-not-allocated", "plant")],
    ),
    "more than was metered": (
        [put("hours", "elsewhere", 57.5)],
        [(BLOCKS, "D07", "energy-over-allocated", "plant")],
    ),
    "no output to compare by": (
        [put("plant", "output", None), put("share", "output", parse_quantity("10000 piece"))],
        [(WARNING, "D07", "energy-not-compared", "plant")],
    ),
    "electricity in two ways": (
        [put("share", "step", "forming")],
        [(WARNING, "D07", "step-energy-two-ways", "forming")],
    ),
    "a mix of one's own": (
        [*MIXED],
        [(NOTE, "E05", "own-mix-differs", "mix")],
    ),
    "a mix from nowhere": (
        [*MIXED, put("mix", "source", " ")],
        [(BLOCKS, "D03", "mix-without-source", "mix"), (NOTE, "E05", "own-mix-differs", "mix")],
    ),
    **{
        f"a mix with an upstream of {amount} from nowhere": (
            [*MIXED, put("mix", "upstream", parse_quantity(amount))],
            [
                (BLOCKS, "D03", "mix-upstream-without-source", "mix"),
                (NOTE, "E05", "own-mix-differs", "mix"),
            ],
        )
        for amount in ("0.08 kgCO2e", "0 kgCO2e")
    },
    "a mix from nowhere that nothing takes": (
        [MIXED[0], put("mix", "source", "")],
        [(NOTE, "E05", "own-mix-differs", "mix")],
    ),
    "a province of another country": (
        [put("plant", "country", "CHN"), put("plant", "subdivision", "us-CA")],
        [
            (BLOCKS, "E06", "location-based-missing", "plant"),
            (WARNING, "D05", "subdivision-of-other-country", "plant"),
            (WARNING, "E02", "instrument-of-other-country", "gec"),
        ],
    ),
    "a province": ([put("plant", "subdivision", "AA-2")], []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_gives_its_finding(sound: Study, background: Background, name: str) -> None:
    edits, expected = CASES[name]
    study = apply(sound, [_of(sound, edit) for edit in edits])
    assert sorted(named(found(study, background))) == sorted(expected)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", Language)
def test_findings_have_words(
    sound: Study, background: Background, name: str, language: Language
) -> None:
    texts = Texts(language)
    study = apply(sound, [_of(sound, edit) for edit in CASES[name][0]])
    for finding in found(study, background):
        for sentence in (texts.what(finding), texts.mend(finding)):
            assert sentence
            assert not any(mark in sentence for mark in ("{", "}", "criterion.", "instrument."))


def _of(study: Study, edit: Edit) -> Edit:
    is_study = isinstance(edit, Insert) and edit.parent == "study"
    return msgspec.structs.replace(edit, parent=study.id) if is_study else edit


# --- certificates across studies ---------------------------------------------------------------


def other_study(sound: Study, *edits: Edit) -> Study:
    return msgspec.structs.replace(apply(sound, edits), id="other")


def reuse_of(*studies: Study) -> tuple[Reuse, ...]:
    return reused_certificates(
        claim
        for place, study in enumerate(studies)
        for claim in claims_of(study, f"{place}.cradle")
    )


def test_certificates_of_another_plant_are_used_twice(sound: Study) -> None:
    other = other_study(sound, put("gec", "serials", "2-4"))
    [reuse] = reuse_of(sound, other)
    assert (reuse.count, reuse.is_same_supply) == (2, False)
    assert [str(each) for each in reuse.serials] == ["2 – 3"]


def test_one_plant_with_one_supply_uses_its_certificates_once(sound: Study) -> None:
    [reuse] = reuse_of(sound, other_study(sound))
    assert reuse.is_same_supply


def test_two_files_of_one_study_are_one_use(sound: Study) -> None:
    assert reuse_of(sound, sound) == ()


SAVED = {
    "with other amounts": [put("rest", "energy", parse_quantity("9 MWh"))],
    "before the product had its number": [put("product", "number", "P-9")],
    "before the certificates were typed anew": [
        Remove(node="gec"),
        add("wind", certificates("again")),
    ],
    "before the site was called otherwise": [put("plant", "name", "Plant of Norden")],
    "before it had a Chinese name": [
        put("product", "name_zh", "灯"),
        put("plant", "name_zh", "厂"),
    ],
}


@pytest.mark.parametrize("name", SAVED)
def test_an_older_save_of_one_product_is_one_use(sound: Study, name: str) -> None:
    assert reuse_of(sound, apply(sound, SAVED[name])) == ()


OTHER = [put("product", "name", "Other"), put("product", "number", "Q-9")]
COPIED = {
    "another product of another plant": [
        *OTHER,
        put("plant", "subdivision", "AA-2"),
        put("rest", "energy", parse_quantity("9 MWh")),
    ],
    "another product by another supply": [
        *OTHER,
        put("rest", "energy", parse_quantity("9 MWh")),
    ],
    "another product of a site of another name": [*OTHER, put("plant", "name", "Second plant")],
    "another product of a site elsewhere": [*OTHER, put("plant", "place", "Wuxi")],
    "another product with other readings": [
        *OTHER,
        put("month-1", "energy", parse_quantity("6 MWh")),
    ],
    "another number": [
        put("product", "number", "Q-9"),
        put("rest", "energy", parse_quantity("9 MWh")),
    ],
    "the same product of another plant": [
        put("plant", "name", "Second plant"),
        put("rest", "energy", parse_quantity("9 MWh")),
    ],
    "the same product of the next year": [
        put("goal", "period_start", datetime.date(2026, 1, 1)),
        put("goal", "period_end", datetime.date(2026, 12, 31)),
    ],
    "one number of them": [
        *OTHER,
        put("plant", "subdivision", "AA-2"),
        put("gec", "serials", "3-9"),
    ],
}


@pytest.mark.parametrize("name", COPIED)
def test_a_file_that_began_as_a_copy_is_a_use_of_its_own(sound: Study, name: str) -> None:
    began = apply(sound, [put("product", "number", "P-9"), put("plant", "place", "Suzhou")])
    [reuse] = reuse_of(began, apply(began, COPIED[name]))
    assert not reuse.is_same_supply
    assert reuse.count == (1 if name == "one number of them" else 3)


PLANT = {
    "another product": [],
    "with a note": [put("gec", "note", "Filed"), put("rest", "note", "Invoices")],
    "without readings": [Remove(node=f"month-{month}") for month in range(1, 13)],
}


@pytest.mark.parametrize("name", PLANT)
def test_a_copy_for_another_product_of_the_same_plant_is_noted(sound: Study, name: str) -> None:
    [reuse] = reuse_of(sound, apply(sound, [*OTHER, *PLANT[name]]))
    assert reuse.is_same_supply


@pytest.mark.parametrize("registry", ["", "gec ", "China GEC"])
def test_one_registry_goes_by_more_than_one_name(sound: Study, registry: str) -> None:
    [reuse] = reuse_of(sound, other_study(sound, *OTHER, put("gec", "registry", registry)))
    assert reuse.registry == "GEC"


def test_other_numbers_and_other_registries_are_no_reuse(sound: Study) -> None:
    assert reuse_of(sound, other_study(sound, put("gec", "serials", "4-6"))) == ()
    assert reuse_of(sound, other_study(sound, put("gec", "registry", "I-REC"))) == ()
