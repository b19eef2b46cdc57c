"""A result with other findings or another record is the same result, derived once."""

import msgspec

from pcf.background.elementary import ImpactCategory
from pcf.results.contributions import totals
from pcf.results.lines import contribution_lines
from pcf.results.result import Record
from pcf.workflow.calculation import calculate, with_record


def test_what_is_derived_is_kept_and_still_true(lamp, tiny):
    result = calculate(lamp, tiny).result
    bare = msgspec.structs.replace(result, findings=())
    other = result.having(findings=())
    assert other == bare
    assert other.lines is result.lines
    assert other.lines == contribution_lines(result.inventory, result.supply)
    assert (other.headline_values == bare.headline_values).all()


def test_a_record_changes_the_totals_and_nothing_before(lamp, tiny):
    result = calculate(lamp, tiny).result
    before = totals(result)
    record = Record("test", dict.fromkeys(ImpactCategory, 1.0), 0.0)
    assert totals(result.having(record=record)).headline == 4.0
    assert totals(result) == before
    assert with_record(result, tiny).record is not None
