"""What the checks of data quality say: D02, D05, S10, statements, and spreads that are too wide."""

import datetime

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.conformity import data_quality
from pcf.findings import Finding, Severity
from pcf.model.edits import Insert, SetField, apply
from pcf.model.quality import QualityStatement
from pcf.model.schemes import terms_of
from pcf.model.study import Study
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

KEYS = frozenset(
    {
        *("data-set-undocumented", "data-old", "primary-data-old", "ratings-unknown"),
        *("quality-node-gone", "quality-stated-twice", "quality-without-reason"),
        *("primary-without-evidence", "interval-rough"),
    }
)


@pytest.fixture
def lamp(lamp: Study) -> Study:
    """The lamp with a period, a real country for its leak, and an origin of all it buys."""
    named = msgspec.structs.replace(lamp, goal=msgspec.structs.replace(lamp.goal, id="goal"))
    return apply(
        named,
        [
            SetField(node="goal", field="period_start", value=datetime.date(2025, 1, 1)),
            SetField(node="goal", field="period_end", value=datetime.date(2025, 12, 31)),
            Insert(
                parent="study",
                index=-1,
                node=QualityStatement(id="whole", place="DEU", reason="bought from the region"),
            ),
        ],
    )


@pytest.fixture
def background(tiny: Background, tiny_database: Database):
    def make(**changes: dict[str, object]) -> Background:
        data_sets = tuple(
            msgspec.structs.replace(each, **changes.get(each.ref.id, {}))
            for each in tiny_database.data_sets
        )
        database = msgspec.structs.replace(tiny_database, data_sets=data_sets)
        return Background(Catalogue([database]), tiny.cache)

    return make


def found(study: Study, background: Background) -> dict[str, Finding]:
    findings = [each for each in calculate(study, background).findings if each.key in KEYS]
    assert len({each.key for each in findings}) == len(findings), "one finding a fault"
    for each in findings:
        for language in Language:
            texts = Texts(language)
            assert texts.what(each)
            assert texts.mend(each)
    return {each.key: each for each in findings}


def stating(study: Study, **fields: object) -> Study:
    return apply(study, [Insert(parent="study", index=-1, node=QualityStatement(**fields))])


def test_a_complete_study_has_none_of_them(lamp: Study, background) -> None:
    assert found(lamp, background()) == {}


@pytest.mark.parametrize("changes", [{"year": 0}, {"geography": ""}])
def test_d02_the_most_important_data_sets_state_source_year_and_place(
    lamp: Study, background, changes: dict[str, object]
) -> None:
    blocked = found(lamp, background(steel=changes))["data-set-undocumented"]
    assert (blocked.severity, blocked.fields["rule"]) == (Severity.BLOCKS_DOCUMENT, "D02")
    assert blocked.fields["names"] == "steel"
    assert "data-set-undocumented" not in found(lamp, background(landfill=changes))


def test_s10_the_age_of_secondary_data(lamp: Study, background) -> None:
    assert "data-old" not in found(lamp, background(steel={"year": 2020}))
    old = found(lamp, background(steel={"year": 2019}, solvent={"year": 2010}))["data-old"]
    assert (old.severity, old.fields["rule"]) == (Severity.WARNING, "S10")
    assert (old.fields["count"], old.fields["oldest"]) == (2, 2010)
    assert old.fields["names"] == "steel; solvent"


def test_s10_primary_data_age_faster(lamp: Study, background) -> None:
    primary = stating(
        lamp, about="housing", primary_share=1.0, evidence="certificate", reason="supplier"
    )
    assert found(primary, background(steel={"year": 2022})) == {}
    assert set(found(primary, background(steel={"year": 2021}))) == {"primary-data-old"}


def test_d05_a_rating_that_rests_on_a_missing_fact(lamp: Study, background) -> None:
    rows = background(steel={"geography": "CHN"}, carton={"geography": "CHN"})
    lost = apply(lamp, [SetField(node="whole", field="place", value="")])
    unknown = found(lost, rows)["ratings-unknown"]
    assert (unknown.severity, unknown.fields["rule"]) == (Severity.WARNING, "D05")
    assert unknown.fields["names"] == "Housing; gwp-hfc-134a; Screw"
    assert unknown.node == "housing"
    assert "ratings-unknown" not in found(lamp, rows)


def test_a_missing_period_is_not_found_once_more_here(lamp: Study, background) -> None:
    timeless = apply(
        lamp,
        [
            SetField(node="goal", field="period_start", value=None),
            SetField(node="goal", field="period_end", value=None),
        ],
    )
    assert found(timeless, background()) == {}


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"about": "gone", "reason": "why"}, "quality-node-gone"),
        ({"about": "", "reason": "why", "place": "DEU"}, "quality-stated-twice"),
        ({"about": "box"}, "quality-without-reason"),
        ({"about": "box", "reason": "why", "primary_share": 0.5}, "primary-without-evidence"),
    ],
)
def test_a_faulty_statement_is_found_at_itself(
    lamp: Study, background, fields: dict[str, object], key: str
) -> None:
    study = stating(lamp, id="stated", **fields)
    findings = found(study, background())
    assert list(findings) == [key]
    assert (findings[key].severity, findings[key].node) == (Severity.WARNING, "stated")


def test_spreads_too_wide_for_the_first_order_are_noted(lamp: Study, background) -> None:
    alike = dict.fromkeys("ABC", 1.05)  # all else has a spread too: else no interval is given
    lamp = apply(lamp, [SetField(node=lamp.choices.id, field="assumed_gsd", value=alike)])
    rough = found(lamp, background(steel={"gsd": 2.0}))["interval-rough"]
    assert (rough.severity, rough.fields["rule"]) == (Severity.NOTE, "I05")
    assert rough.fields["names"] == "steel"
    assert "interval-rough" not in found(lamp, background(steel={"gsd": 1.7}))


def test_the_scheme_says_how_old_data_may_be(lamp: Study, background, monkeypatch) -> None:
    older = background(steel={"year": 2020})
    assert "data-old" not in found(lamp, older)
    strict = msgspec.structs.replace(terms_of(lamp.choices), secondary_years=4)
    monkeypatch.setattr(data_quality, "terms_of", lambda _: strict)
    assert found(lamp, older)["data-old"].fields["years"] == 4
