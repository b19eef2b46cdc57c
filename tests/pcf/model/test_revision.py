"""Merging a newer list: what it changed goes in, what was typed stays, nothing is lost unsaid."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import EditError
from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, MassOrigin, Match, MatchOrigin, Part, walk
from pcf.model.bom_import import BomImport
from pcf.model.difference import difference
from pcf.model.edits import Insert, Move, SetField, apply
from pcf.model.node import DataSetRef, new_id
from pcf.model.processes import ProcessStep
from pcf.model.revision import ChangeKind, Revision, merge_list
from pcf.model.study import Study
from pcf.units import parse_quantity

STEEL = DataSetRef(database="tiny", id="steel")
FIELDS = ("position", "number", "name", "material", "designators", "quantity", "mass", "excluded")


def line(number: str = "", quantity: str = "1 piece", parts: tuple[Part, ...] = (), **said) -> Part:
    said.setdefault("name", f"Part {number}" if number else "")
    return Part(number=number, quantity=parse_quantity(quantity), parts=parts, **said)


def read(*parts: Part, fields: tuple[str, ...] = FIELDS, findings: tuple = ()) -> BomImport:
    return BomImport(file="list.csv", into="bom", fields=fields, parts=parts, findings=findings)


def begun(*parts: Part) -> Study:
    """Give a study whose parts came from a list."""
    return merge_list(Study(bom=Part(id="bom")), read(*parts)).study


def numbers(study: Study) -> list[str]:
    return [part.number for part in walk(study.bom)[1:]]


def part(study: Study, number: str) -> Part:
    return next(each for each in walk(study.bom) if each.number == number)


def edited(study: Study, number: str, **fields) -> Study:
    node = part(study, number).id
    return apply(study, [SetField(node=node, field=key, value=v) for key, v in fields.items()])


def told(revision: Revision) -> list[tuple[str, str, str]]:
    return [(each.kind.value, each.number, each.field) for each in revision.changes]


def test_the_first_list_comes_in_as_it_is():
    revision = merge_list(Study(bom=Part(id="bom")), read(line("A", parts=(line("B"),)), line("C")))
    assert numbers(revision.study) == ["A", "B", "C"]
    assert told(revision) == [("added", "A", ""), ("added", "B", ""), ("added", "C", "")]
    assert (revision.lines, revision.unchanged) == (3, 0)


def test_the_same_list_again_changes_nothing():
    study = begun(line("A", parts=(line("B"),)), line("C"), line("C"))
    again = merge_list(study, read(line("A", parts=(line("B"),)), line("C"), line("C")))
    assert again.study.bom == study.bom
    assert (told(again), again.unchanged) == ([], 4)


def test_lines_that_say_nothing_but_a_remark_stay_the_same_lines():
    study = begun(line(note="in the module already"), line(), line("A-100"))
    again = merge_list(study, read(line(note="in the module already"), line(), line("A-100")))
    assert (again.changes, again.unchanged) == ((), 3)


def test_added_removed_and_changed_lines_are_told():
    study = begun(line("A"), line("B", "2 piece"), line("C"))
    revision = merge_list(study, read(line("A"), line("B", "3 piece"), line("D")))
    assert told(revision) == [
        ("changed", "B", "quantity"),
        ("added", "D", ""),
        ("removed", "C", ""),
    ]
    assert numbers(revision.study) == ["A", "B", "D"]
    assert revision.changes[0].before == "2 piece"
    assert revision.changes[0].after == "3 piece"


def test_what_was_typed_stays():
    study = begun(line("A"), line("B"))
    step = ProcessStep(name="Milling")
    study = apply(study, [Insert(parent=part(study, "A").id, index=0, node=step)])
    mass = Mass(amount=parse_quantity("12 g"))
    study = edited(study, "A", mass=mass, data_set=STEEL, note="weighed")
    newer = merge_list(study, read(line("B"), line("A", "4 piece"))).study
    kept = part(newer, "A")
    assert (kept.mass, kept.data_set, kept.note, kept.steps) == (mass, STEEL, "weighed", (step,))
    assert kept.id == part(study, "A").id
    assert kept.quantity.si == 4
    assert numbers(newer) == ["B", "A"]


def test_a_typed_value_stays_where_the_list_changed_it_too_and_both_are_told():
    study = edited(begun(line("A", "2 piece")), "A", quantity=parse_quantity("5 piece"))
    revision = merge_list(study, read(line("A", "3 piece")))
    assert part(revision.study, "A").quantity.si == 5
    assert [(each.kind, each.before, each.after) for each in revision.changes] == [
        (ChangeKind.KEPT, "5 piece", "3 piece")
    ]


def test_a_typed_value_stays_unsaid_where_the_list_says_what_it_said():
    study = edited(begun(line("A", "2 piece")), "A", quantity=parse_quantity("5 piece"))
    revision = merge_list(study, read(line("A", "2 pcs")))
    assert part(revision.study, "A").quantity.si == 5
    assert told(revision) == []


def test_amounts_are_compared_not_their_spelling():
    study = begun(line("A", "0.5 kg", mass=Mass(amount=parse_quantity("350 g"))))
    same = line("A", "500 g", mass=Mass(amount=parse_quantity("0,35 kg")))
    assert told(merge_list(study, read(same))) == []


def test_a_column_that_the_newer_list_lacks_takes_nothing_away():
    study = begun(line("A", material="steel", mass=Mass(amount=parse_quantity("3 g"))))
    revision = merge_list(study, read(line("A"), fields=("number", "quantity")))
    assert part(revision.study, "A").material == "steel"
    assert part(revision.study, "A").mass is not None


def test_a_blank_cell_takes_no_mass_away_but_a_mark():
    study = begun(
        line("A", mass=Mass(amount=parse_quantity("3 g")), excluded="DNP: yes"), line("B")
    )
    revision = merge_list(study, read(line("A"), line("B")))
    assert part(revision.study, "A").mass is not None
    assert part(revision.study, "A").excluded == ""
    assert told(revision) == [("changed", "A", "excluded")]


def test_an_estimate_gives_way_to_a_mass_of_the_list():
    guess = Mass(amount=parse_quantity("3 g"), origin=MassOrigin.STANDARD_PART)
    study = edited(begun(line("A")), "A", mass=guess)
    listed = Mass(amount=parse_quantity("4 g"), origin=MassOrigin.SHEET)
    assert part(merge_list(study, read(line("A", mass=listed))).study, "A").mass == listed


def test_what_was_made_from_words_that_changed_is_dropped():
    guess = Mass(amount=parse_quantity("3 g"), origin=MassOrigin.STANDARD_PART)
    match = Match(data_set=STEEL, origin=MatchOrigin.PROPOSED, confidence=0.7)
    study = edited(begun(line("A", material="steel")), "A", mass=guess, data_set=STEEL, match=match)
    revision = merge_list(study, read(line("A", material="brass")))
    assert part(revision.study, "A").data_set is None
    assert part(revision.study, "A").mass is None
    assert told(revision) == [
        ("changed", "A", "material"),
        ("dropped", "A", "data_set"),
        ("dropped", "A", "mass"),
    ]


def test_a_chosen_data_set_stays_with_a_warning_where_the_material_changed():
    study = edited(begun(line("A", material="steel")), "A", data_set=STEEL)
    revision = merge_list(study, read(line("A", material="brass")))
    assert part(revision.study, "A").data_set == STEEL
    assert [(each.key, each.field) for each in revision.findings] == [
        ("merge-value-kept", "data_set")
    ]


def test_a_number_that_changed_keeps_its_line_where_designators_say_so():
    study = edited(begun(line("CL10B", designators="C1, C2")), "CL10B", data_set=STEEL)
    revision = merge_list(study, read(line("GRM188", designators="C1,C2")))
    assert told(revision) == [
        ("changed", "GRM188", "number"),
        ("changed", "GRM188", "name"),
        ("changed", "GRM188", "designators"),
    ]
    assert part(revision.study, "GRM188").data_set == STEEL
    assert [each.key for each in revision.findings] == ["merge-value-kept"]


def test_lines_of_one_number_are_told_apart_by_position():
    study = begun(line("S", "2 piece", position="10"), line("S", "4 piece", position="20"))
    study = apply(study, [SetField(node=study.bom.parts[1].id, field="note", value="rear")])
    newer = merge_list(study, read(line("S", "4 piece", position="20"))).study
    assert [each.note for each in newer.bom.parts] == ["rear"]


def test_lines_without_numbers_go_by_name_and_like_names_by_position():
    study = begun(line(name="Housing", position="1"), line(name="Cover", position="2"))
    study = apply(study, [SetField(node=study.bom.parts[0].id, field="data_set", value=STEEL)])
    newer = read(line(name="Cover", position="1"), line(name="Housing left", position="1"))
    revision = merge_list(study, newer)
    assert [each.name for each in revision.study.bom.parts] == ["Cover", "Housing left"]
    assert revision.study.bom.parts[1].data_set == STEEL
    assert [each.field for each in revision.changes] == ["name"]
    assert [each.position for each in revision.study.bom.parts] == ["1", "1"]


def test_a_line_under_another_assembly_has_moved():
    study = begun(line("A", parts=(line("X"),)), line("B"))
    study = edited(study, "X", data_set=STEEL)
    revision = merge_list(study, read(line("A"), line("B", parts=(line("X"),))))
    assert told(revision) == [("moved", "X", "")]
    assert (revision.changes[0].before, revision.changes[0].after) == ("Part A", "Part B")
    assert part(revision.study, "B").parts[0].data_set == STEEL


def test_a_level_put_on_top_moves_all_and_loses_nothing():
    study = edited(begun(line("A", parts=(line("X"),)), line("B")), "X", data_set=STEEL)
    newer = read(line("TOP", parts=(line("A", parts=(line("X"),)), line("B"))))
    revision = merge_list(study, newer)
    assert told(revision) == [("added", "TOP", ""), ("moved", "A", ""), ("moved", "B", "")]
    assert part(revision.study, "X").data_set == STEEL


def test_lines_added_by_hand_stay_in_their_place():
    study = begun(line("A"), line("B"))
    study = apply(study, [Insert(parent="bom", index=1, node=line("HAND"))])
    newer = merge_list(study, read(line("A"), line("NEW"), line("B"))).study
    assert numbers(newer) == ["A", "HAND", "NEW", "B"]


def test_a_line_added_by_hand_survives_its_assembly():
    study = begun(line("A", parts=(line("X"),)), line("B"))
    study = apply(study, [Insert(parent=part(study, "A").id, index=0, node=line("HAND"))])
    revision = merge_list(study, read(line("B")))
    assert numbers(revision.study) == ["B", "HAND"]
    assert [each.key for each in revision.findings] == ["merge-line-rescued"]
    assert told(revision) == [("removed", "A", ""), ("removed", "X", "")]


def test_a_line_moved_by_hand_stays_where_it_was_put():
    study = begun(line("A"), line("B"))
    study = apply(study, [Move(node=part(study, "B").id, parent=part(study, "A").id, index=0)])
    revision = merge_list(study, read(line("A"), line("B", "2 piece")))
    assert part(revision.study, "A").parts[0].number == "B"
    assert told(revision) == [("changed", "B", "quantity")]


def test_an_assembly_added_by_hand_gives_up_what_the_list_moved():
    study = begun(line("A"), line("B", parts=(line("X"),)))
    group = line("GROUP")
    study = apply(study, [Insert(parent="bom", index=2, node=group)])
    study = apply(study, [Move(node=part(study, "X").id, parent=group.id, index=0)])
    newer = merge_list(study, read(line("A", parts=(line("X"),)), line("B"))).study
    assert numbers(newer) == ["A", "X", "B", "GROUP"]


def test_removed_steps_are_told():
    study = begun(line("A"))
    node = ProcessStep(name="Milling")
    study = apply(study, [Insert(parent=part(study, "A").id, index=0, node=node)])
    assert [each.key for each in merge_list(study, read(line("B"))).findings] == [
        "merge-steps-removed"
    ]


def test_what_a_person_stated_for_a_removed_line_is_told():
    stated = {"mass": Mass(amount=parse_quantity("3 g")), "data_set": STEEL}
    study = edited(
        begun(line("A-100", mass=stated["mass"]), line("B-200", **stated)), "A-100", **stated
    )
    revision = merge_list(study, read(line("C-300")))
    told = [(each.key, each.field) for each in revision.findings]
    assert told == [("merge-value-removed", "data_set")]  # the masses and the other are the list's


def test_what_was_typed_stays_where_only_the_list_of_an_assembly_comes_anew():
    study = begun(line("A-100", parts=(line("B-200"),)))
    study = edited(study, "B-200", quantity=parse_quantity("5 piece"))
    by_hand = Insert(parent=part(study, "A-100").id, index=1, node=line("H-1"))
    into = msgspec.structs.replace(read(line("B-200", "3 piece")), into=part(study, "A-100").id)
    revision = merge_list(apply(study, [by_hand]), into)
    assert told(revision) == [("kept", "B-200", "quantity")]
    assert numbers(revision.study) == ["A-100", "B-200", "H-1"]


def test_findings_of_the_list_name_the_lines_of_the_study():
    study = begun(line("A"))
    newer = line("A")
    fault = Finding(severity=Severity.NOTE, key="bom-quantity-zero", node=newer.id)
    revision = merge_list(study, read(newer, findings=(fault,)))
    assert revision.findings[0].node == part(study, "A").id
    assert revision.study.imports[0].findings == revision.findings


def test_a_study_without_a_remembered_list_is_taken_to_be_as_its_list():
    study = msgspec.structs.replace(begun(line("A"), line("B")), imports=())
    assert told(merge_list(study, read(line("A", "7 piece")))) == [
        ("changed", "A", "quantity"),
        ("removed", "B", ""),
    ]


def test_a_list_goes_into_one_assembly_and_leaves_the_rest():
    study = begun(line("BOARD"), line("A"))
    board = part(study, "BOARD").id
    newer = msgspec.structs.replace(read(line("R1"), line("C1")), into=board)
    merged = merge_list(study, newer).study
    assert numbers(merged) == ["BOARD", "R1", "C1", "A"]
    again = msgspec.structs.replace(read(line("C1")), into=board)
    assert numbers(merge_list(merged, again).study) == ["BOARD", "C1", "A"]
    assert [each.into for each in merged.imports] == ["bom", board]


def test_an_assembly_that_there_is_not_is_refused():
    with pytest.raises(EditError):
        merge_list(begun(line("A")), msgspec.structs.replace(read(), into="nothing"))


NUMBERS = st.lists(st.sampled_from("ABCDEFGH"), max_size=12)


@given(NUMBERS, NUMBERS, st.randoms(use_true_random=False))
def test_a_merge_gives_the_newer_list_and_can_be_undone(
    before: list[str], after: list[str], chance
):
    def some(names: list[str]) -> tuple[Part, ...]:
        names = list(names)
        parts = []
        while names:
            inside = tuple(
                line(names.pop(), id=new_id())
                for _ in range(min(len(names) - 1, chance.randrange(3)))
            )
            parts.append(line(names.pop(), f"{chance.randrange(1, 4)} piece", parts=inside))
        return tuple(parts)

    study = begun(*some(before))
    newer = read(*some(after))
    merged = merge_list(study, newer).study
    assert numbers(merged) == [each.number for top in newer.parts for each in walk(top)]
    edits = difference(study, merged)
    assert apply(study, edits) == merged
    assert apply(merged, difference(merged, study)) == study
    assert merge_list(merged, newer).study.bom == merged.bom
