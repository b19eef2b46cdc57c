"""The matcher proposes what the words of a line say, with a reason, and stays silent otherwise."""

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database, MaterialHint
from pcf.background.match import Matcher, Proposal
from pcf.findings import Severity
from pcf.model.bom import Mass, Part
from pcf.model.edits import apply, find
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.texts import Language, Texts
from pcf.units import parse_quantity

STAINLESS = "mat-stainless-steel-304-coil-north-america-uslci"
STEEL = "mat-crude-steel-world-average-2023-worldsteel"
ALUMINIUM = "mat-primary-aluminium-world-average-iai"
CAPACITOR = "el-capacitor-ceramic-mlcc-estimate"
GRAM = Mass(amount=parse_quantity("1 g"))


@pytest.fixture(scope="module")
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue)


def part(material: str = "", name: str = "", mass: Mass | None = GRAM, **fields: object) -> Part:
    return Part(material=material, name=name, quantity=parse_quantity("2 pcs"), mass=mass, **fields)


def best(matcher: Matcher, line: Part) -> Proposal:
    return matcher.propose(line)[0]


def test_the_longest_pattern_of_a_material_wins(matcher: Matcher) -> None:
    found = matcher.propose(part(material="Stainless steel 1.4301 sheet, 2 mm"))
    assert found[0].data_set.id == STAINLESS
    assert found[0].reason == "match.by-material"
    assert found[0].fields["pattern"] == "stainless steel"
    # "steel" inside "stainless steel" is no evidence of its own.
    assert STEEL not in {proposal.data_set.id for proposal in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("304不锈钢板", STAINLESS),
        ("100nF 25V 0603电容", CAPACITOR),
        ("6061铝条", ALUMINIUM),
        ("\uff21\uff22\uff33", "mat-abs-resin-north-america-uslci"),
        ("ABS外壳", "mat-abs-resin-north-america-uslci"),
    ],
)
def test_chinese_is_matched_inside_a_text(matcher: Matcher, text: str, expected: str) -> None:
    assert best(matcher, part(material=text)).data_set.id == expected


@pytest.mark.parametrize("text", ["Alucobond", "music", "peculiar", "bronzed", "gehäusepcx"])
def test_words_in_letters_are_matched_whole(matcher: Matcher, text: str) -> None:
    """`alu`, `ic`, `pe` and `bronze` are patterns, but no words of these."""
    assert matcher.propose(part(material=text)) == ()


def test_a_plural_is_the_same_word(matcher: Matcher) -> None:
    assert (
        best(matcher, part(name="Screws, M3")).data_set
        == best(matcher, part(name="Screw")).data_set
    )


def test_a_name_tells_less_than_a_material(matcher: Matcher) -> None:
    by_material = best(matcher, part(material="brass"))
    by_name = best(matcher, part(name="brass"))
    assert by_material.data_set == by_name.data_set
    assert by_name.reason == "match.by-name"
    assert by_name.confidence < by_material.confidence


def test_the_material_goes_before_the_name(matcher: Matcher) -> None:
    found = matcher.propose(part(material="A2 stainless steel", name="Washer M5"))
    assert [proposal.data_set.id for proposal in found[:2]] == [STAINLESS, STEEL]


def test_a_chinese_name_is_read_too(matcher: Matcher) -> None:
    line = msgspec.structs.replace(part(), name_zh="M3x6螺丝")
    assert best(matcher, line).data_set.id == STEEL


def test_two_materials_in_one_text_are_less_sure_than_one(matcher: Matcher) -> None:
    alone = {
        proposal.data_set: proposal.confidence
        for word in ("steel", "brass")
        for proposal in matcher.propose(part(material=word))
    }
    for proposal in matcher.propose(part(material="steel / brass"))[:2]:
        assert proposal.confidence < alone[proposal.data_set]


def test_a_data_set_named_exactly_is_nearly_sure(matcher: Matcher, catalogue: Catalogue) -> None:
    data_set = catalogue.find(STAINLESS)
    for name in (data_set.name_en, data_set.name_zh):
        proposal = best(matcher, part(material=name))
        assert (proposal.data_set, proposal.reason) == (data_set.ref, "match.by-data-set-name")
        assert proposal.confidence > 0.9


def test_a_synonym_is_a_weak_reason(matcher: Matcher) -> None:
    found = matcher.propose(part(material="shaft"), limit=9)
    weak = [proposal for proposal in found if proposal.reason == "match.by-synonym"]
    assert weak
    assert all(proposal.confidence <= 0.25 for proposal in weak)


def test_without_a_mass_a_data_set_per_kg_is_less_sure(matcher: Matcher) -> None:
    with_mass, without = best(matcher, part("brass")), best(matcher, part("brass", mass=None))
    assert (with_mass.has_amount, without.has_amount) == (True, False)
    assert without.confidence < with_mass.confidence
    weighed = Part(material="brass", quantity=parse_quantity("80 g"))
    assert best(matcher, weighed).confidence == with_mass.confidence


@pytest.mark.parametrize(
    "line",
    [
        part(),
        part(name="Assembly"),
        part(name="misc"),
        part(name="BK_10"),
        Part(number="6061"),  # a number may look like an alloy
        part(name="Bracket", material="see drawing"),
        part(material="   "),
    ],
)
def test_a_line_that_says_nothing_gets_nothing(matcher: Matcher, line: Part) -> None:
    assert matcher.propose(line) == ()


def test_an_assembly_gets_nothing(matcher: Matcher) -> None:
    assert matcher.propose(part(material="steel", parts=(part(material="steel"),))) == ()


def test_never_more_than_asked_for_and_likeliest_first(matcher: Matcher) -> None:
    found = matcher.propose(
        part(material="aluminium", name="steel screw, brass, PVC, ABS"), limit=3
    )
    assert len(found) == 3
    assert sorted((each.confidence for each in found), reverse=True) == [
        each.confidence for each in found
    ]
    assert len({each.data_set for each in found}) == 3


def test_every_shipped_hint_finds_its_own_data_set(matcher: Matcher, catalogue: Catalogue) -> None:
    for base in catalogue.databases:
        for hint in base.hints:
            found = {
                proposal.data_set for proposal in matcher.propose(part(hint.pattern), limit=20)
            }
            assert hint.data_set in found, hint.pattern


def test_a_hint_whose_data_set_is_missing_is_left_out(tiny_database: Database) -> None:
    lost = MaterialHint("unobtainium", DataSetRef(database="tiny", id="gone"), 0.9)
    kept = MaterialHint("plain steel", DataSetRef(database="tiny", id="steel"), 0.8)
    catalogue = Catalogue([msgspec.structs.replace(tiny_database, hints=(lost, kept))])
    found = Matcher(catalogue).propose(part(material="plain steel or unobtainium"))
    assert [proposal.data_set.id for proposal in found] == ["steel"]


def test_only_sure_proposals_are_taken_over(catalogue: Catalogue) -> None:
    study = Study(
        bom=Part(
            name="Lamp",
            parts=(
                part(id="sure", material="304 stainless", name="Plate"),
                part(id="doubtful", name="Screw"),
                part(id="matched", material="brass", data_set=DataSetRef(database="x", id="y")),
                part(id="excluded", material="304 stainless", excluded="DNP"),
                part(id="mute", name="Assembly"),
            ),
        )
    )
    edits, findings = Matcher(catalogue).accept(study, 0.7)
    assert [edit.node for edit in edits] == ["sure"]
    assert [(note.severity, note.node, note.field) for note in findings] == [
        (Severity.NOTE, "sure", "data_set")
    ]
    assert findings[0].fields["pattern"] == "304 stainless"
    assert find(apply(study, edits), "sure").data_set.id == STAINLESS
    all_edits, _ = Matcher(catalogue).accept(study, 0)
    assert [edit.node for edit in all_edits] == ["sure", "doubtful"]


@pytest.mark.parametrize("language", Language)
def test_every_reason_has_its_words(
    matcher: Matcher, catalogue: Catalogue, language: Language
) -> None:
    texts = Texts(language)
    lines = (
        part(material="brass", name="Plate"),
        part(name="Screw"),
        part(material=catalogue.find(STAINLESS).name_en),
        part(name="Shaft"),
    )
    reasons = set()
    for line in lines:
        for proposal in matcher.propose(line, limit=9):
            reasons.add(proposal.reason)
            assert str(proposal.fields["pattern"]) in texts(proposal.reason, **proposal.fields)
    assert reasons == {
        "match.by-material", "match.by-name", "match.by-data-set-name", "match.by-synonym"
    }  # fmt: skip
    study = Study(bom=Part(parts=lines))
    for note in Matcher(catalogue).accept(study, 0)[1]:
        assert str(note.fields["data_set"]) in texts.what(note)
        assert texts.mend(note)
