"""The matcher proposes what the words of a line say, with a reason, and stays silent otherwise."""

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database, Recognised
from pcf.background.match import Matcher, Proposal
from pcf.findings import Severity
from pcf.model.bom import Mass, MatchOrigin, Part
from pcf.model.edits import apply, find
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.texts import Language, Texts
from pcf.units import parse_quantity

STAINLESS = "mat-stainless-steel-304-coil-north-america-uslci"
STEEL = "mat-crude-steel-world-average-2023-worldsteel"
CAPACITOR = "el-capacitor-ceramic-mlcc-estimate"
BRASS = "mat-brass-about-60-pct-scrap-estimate"
ABS = "mat-abs-resin-north-america-uslci"
GRAM = Mass(amount=parse_quantity("1 g"))


@pytest.fixture(scope="module")
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue)


def part(material: str = "", name: str = "", mass: Mass | None = GRAM, **fields: object) -> Part:
    return Part(material=material, name=name, quantity=parse_quantity("2 pcs"), mass=mass, **fields)


def best(matcher: Matcher, line: Part) -> Proposal:
    return matcher.propose(line)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stainless steel 1.4301 sheet, 2 mm", STAINLESS),
        ("304不锈钢板", STAINLESS),
        ("\uff21\uff22\uff33", ABS),
        ("CuZn39Pb3", BRASS),
        ("латунь ЛС59-1", BRASS),
        ("真鍮 C3604BD", BRASS),
        ("galvanised steel sheet 1 mm", "mat-steel-sheet-galvanised-north-america-uslci"),
        ("PA66-GF30", "mat-pa66-with-30-pct-glass-fibre-estimate"),
        ("rPET, recycled", "mat-recycled-pet-pellet-post-consumer-north-america-uslci"),
    ],
)
def test_a_stated_material_is_found(matcher: Matcher, text: str, expected: str) -> None:
    assert best(matcher, part(material=text)).data_set.id == expected


@pytest.mark.parametrize("text", ["Alucobond", "music", "peculiar", "bronzed", "gehäusepcx"])
def test_words_in_letters_are_matched_whole(matcher: Matcher, text: str) -> None:
    """`alu`, `ic`, `pe` and `bronze` are terms, but no words of these."""
    assert matcher.propose(part(material=text)) == ()


def test_a_name_tells_less_than_a_material(matcher: Matcher) -> None:
    by_material = best(matcher, part(material="brass"))
    by_name = best(matcher, part(name="brass"))
    assert by_material.data_set == by_name.data_set
    assert by_name.reason == "match.by-name"
    assert by_name.confidence < by_material.confidence


def test_the_material_of_a_screw_goes_before_what_screws_are_mostly_of(matcher: Matcher) -> None:
    stated = best(matcher, part(material="A2 stainless steel", name="Washer M5"))
    usual = best(matcher, part(name="Washer M5"))
    assert (stated.data_set.id, stated.reason) == (STAINLESS, "match.material-of-shape")
    assert (usual.data_set.id, usual.reason) == (STEEL, "match.usual-material")


@pytest.mark.parametrize("text", ["silver", "Silber eloxiert", "Au", "Steel or aluminium", "五金"])
def test_a_colour_is_not_taken_over_as_a_precious_metal(matcher: Matcher, text: str) -> None:
    found = matcher.propose(part(material=text, name="Cover"))
    precious = [
        each for each in found if "gold" in each.data_set.id or "silver" in each.data_set.id
    ]
    assert all(each.confidence < 0.8 for each in precious)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Notebook-Akku 52 Wh", "el-li-ion"),
        ("笔记本电池 56Wh", "el-li-ion"),
        ("Server fan 40x40x28 12V", "el-cooling-fan"),
        ("笔记本电脑 含电池", "dev-laptop"),
        ("EPS foam insert", "mat-eps-foam"),
        ("IPE 100 L=2000", "mat-structural-steel"),
        ("H07V-K 1,5 mm²", "el-cable"),
        ("六角穴付きボルト M5x16 SUS", "mat-stainless"),
    ],
)
def test_what_belongs_to_a_device_or_says_its_kind_counts(
    matcher: Matcher, name: str, start: str
) -> None:
    assert best(matcher, part(name=name)).data_set.id.startswith(start)


def test_a_keyboard_is_no_laptop_and_a_bush_of_bronze_no_rolling_bearing(matcher: Matcher) -> None:
    assert matcher.propose(part(name="Laptop keyboard, US")) == ()
    bush = best(matcher, part(name="Gleitlager 20x23x20", material="CuSn8"))
    assert "bearing" not in bush.data_set.id


def test_a_chinese_name_is_read_too(matcher: Matcher) -> None:
    line = msgspec.structs.replace(part(), name_zh="M3x6螺丝")
    assert best(matcher, line).data_set.id == STEEL


def test_two_materials_in_one_text_are_less_sure_than_one(matcher: Matcher) -> None:
    both = best(matcher, part(material="steel / brass"))
    assert both.confidence < best(matcher, part(material="brass")).confidence


def test_a_data_set_named_exactly_is_nearly_sure(matcher: Matcher, catalogue: Catalogue) -> None:
    data_set = catalogue.find(STAINLESS)
    for name in (data_set.name_en, data_set.name_zh):
        proposal = best(matcher, part(material=name))
        assert (proposal.data_set, proposal.reason) == (data_set.ref, "match.by-data-set-name")
        assert proposal.confidence > 0.9


def test_without_a_mass_a_data_set_per_kg_has_no_amount(matcher: Matcher) -> None:
    assert best(matcher, part("brass")).has_amount
    assert not best(matcher, part("brass", mass=None)).has_amount
    assert best(matcher, Part(material="brass", quantity=parse_quantity("80 g"))).has_amount


@pytest.mark.parametrize(
    "line",
    [
        part(),
        part(name="Assembly"),
        part(name="misc"),
        part(name="BK_10"),
        Part(number="6061"),  # a number may look like an alloy
        Part(number="rail_plate_XT95P12"),
        part(name="Bracket", material="see drawing"),
        part(material="   "),
        part(name="Motor mount"),
        part(name="轴承盖"),
        part(name="Support moteur"),
        part(name="Test point", designators="TP1"),
        part(name="Firmware"),
        part(name="人工费"),
    ],
)
def test_a_line_that_says_too_little_gets_nothing(matcher: Matcher, line: Part) -> None:
    assert matcher.propose(line) == ()


def test_an_assembly_gets_nothing(matcher: Matcher) -> None:
    assert matcher.propose(part(material="steel", parts=(part(material="steel"),))) == ()


def test_never_more_than_asked_for_and_likeliest_first(matcher: Matcher) -> None:
    line = part(material="aluminium", name="steel screw, brass, PVC, ABS")
    found = matcher.propose(line, limit=3)
    assert len(found) == 3
    assert sorted((each.confidence for each in found), reverse=True) == [
        each.confidence for each in found
    ]
    assert len({each.data_set for each in found}) == 3


def test_a_data_set_that_is_missing_is_left_out(tiny_database: Database) -> None:
    choices = [
        Recognised(key, "", "", 1, DataSetRef(database="tiny", id=row))
        for key, row in (("brass", "gone"), ("steel_unalloyed", "steel"))
    ]
    base = msgspec.structs.replace(tiny_database, recognised=tuple(choices))
    matcher = Matcher(Catalogue([base]))
    assert [each.data_set.id for each in matcher.propose(part("carbon steel"))] == ["steel"]
    assert matcher.propose(part("brass")) == ()


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("", "mat-pet-resin-north-america-uslci"),
        ("USA", "mat-pet-resin-north-america-uslci"),
        ("DEU", "mat-pet-resin-europe-2008-plasticseurope"),
        ("GBR", "mat-pet-incl-forming-primary-uk"),
    ],
)
def test_the_plant_s_region_goes_before_another_region(
    catalogue: Catalogue, country: str, expected: str
) -> None:
    proposal = best(Matcher(catalogue, country=country), part(material="PET"))
    assert proposal.data_set.id == expected


def test_a_world_average_stays_before_a_region(catalogue: Catalogue) -> None:
    found = best(Matcher(catalogue, country="USA"), part(material="steel"))
    assert found.data_set.id == STEEL


class Known:
    """A company that takes brass for number 4711."""

    def recall(self, line: Part) -> DataSetRef | None:
        known = DataSetRef(database="cradlegate-open", id=BRASS)
        return known if line.number == "4711" else None


def test_what_the_company_confirmed_comes_first(catalogue: Catalogue) -> None:
    found = Matcher(catalogue, Known()).propose(part(material="steel", number="4711"))
    assert (found[0].data_set.id, found[0].origin) == (BRASS, MatchOrigin.LIBRARY)
    assert found[0].reason == "match.by-library"
    assert found[1].data_set.id == STEEL


def test_only_sure_proposals_are_taken_over_and_keep_their_reason(catalogue: Catalogue) -> None:
    study = Study(
        bom=Part(
            name="Lamp",
            parts=(
                part(id="sure", material="X5CrNi18-10", name="Plate"),
                part(id="doubtful", name="Some module"),
                part(id="matched", material="brass", data_set=DataSetRef(database="x", id="y")),
                part(id="excluded", material="304 stainless", excluded="DNP"),
                part(id="mute", name="Assembly"),
            ),
        )
    )
    matcher = Matcher(catalogue)
    edits, findings = matcher.accept(study, 0.8)
    assert [(edit.node, edit.field) for edit in edits] == [("sure", "data_set"), ("sure", "match")]
    assert [(note.severity, note.node, note.field) for note in findings] == [
        (Severity.NOTE, "sure", "data_set")
    ]
    taken = find(apply(study, edits), "sure")
    assert taken.data_set.id == STAINLESS
    assert taken.current_match.origin is MatchOrigin.PROPOSED
    assert taken.current_match.fields["pattern"] == "x5crni18-10"
    nodes = {edit.node for edit in matcher.accept(study, 0)[0]}
    assert nodes == {"sure", "doubtful"}


def test_a_feature_of_the_board_is_excluded_with_its_reason(catalogue: Catalogue) -> None:
    lines = (
        part(id="hole", name="MountingHole", designators="H1", package="MountingHole:M3"),
        part(id="point", name="Probe", designators="TP1,TP2"),
        part(id="chip", name="STM32F103", designators="U1", package="LQFP-48"),
    )
    study = Study(bom=Part(parts=lines))
    edits, findings = Matcher(catalogue).accept(study, 0.5)
    made = {each.id: each for each in apply(study, edits).bom.parts}
    assert all(made[each].excluded and made[each].excluded_zh for each in ("hole", "point"))
    assert not made["chip"].excluded
    assert [each.key for each in findings] == ["match-board-feature"] * 2 + [
        "match-component-signs"
    ]


@pytest.mark.parametrize("language", Language)
def test_every_reason_has_its_words(catalogue: Catalogue, language: Language) -> None:
    texts = Texts(language)
    lines = (
        part(material="brass", name="Plate"),
        part(name="brass plate"),
        part(name="Screw"),
        part(name="Screw", material="brass"),
        part(material="steel / brass"),
        part(material=catalogue.find(STAINLESS).name_en),
        part(name="Ball bearing", material="with rubber seal"),
        part(name="100nF", designators="C1", package="C_0603"),
        part(name="ceramic capacitor 100nF", designators="C1", package="C_0603"),
        part(number="4711"),
    )
    matcher = Matcher(catalogue, Known())
    reasons = set()
    for line in lines:
        for proposal in matcher.propose(line, limit=9):
            reasons.add(proposal.reason)
            assert str(proposal.fields["pattern"]) in texts(proposal.reason, **proposal.fields)
    assert reasons == {
        "match.by-library", "match.by-data-set-name", "match.by-material", "match.by-name",
        "match.several-materials", "match.material-of-shape", "match.usual-material",
        "match.component-sure", "match.component-word", "match.component-signs", "match.second",
    }  # fmt: skip
    study = Study(bom=Part(parts=lines))
    for note in matcher.accept(study, 0)[1]:
        assert str(note.fields["data_set"]) in texts.what(note)
        assert texts.mend(note)
