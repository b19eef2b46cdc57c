"""How much the number on screen is worth: incomplete, a draft, current, or overtaken by an edit."""

from typing import NamedTuple

from pcf.findings import Severity
from pcf.results.estimates import is_draft
from ui.open_study import OpenStudy


class ResultState(NamedTuple):
    """A state.

    Attributes:
        key: of its words, below `ui.panel.state-`.
        tone: of its chip in the style sheet.
    """

    key: str
    tone: str


def result_state(opened: OpenStudy) -> ResultState | None:
    """Give the state of the newest result, None while there is none."""
    result = opened.result
    if opened.is_failed:
        return ResultState("failed", Severity.STOPS_CALCULATION.value)
    if result is None:
        return None
    if not opened.is_current:
        return ResultState("stale", "stale")
    if result.is_incomplete:
        return ResultState("incomplete", Severity.STOPS_CALCULATION.value)
    if is_draft(result):
        return ResultState("draft", Severity.BLOCKS_DOCUMENT.value)
    return ResultState("current", "ok")


def why_no_number(opened: OpenStudy) -> str:
    """Give the key of what is said where there is no number to show."""
    if opened.is_failed:
        return "ui.panel.failed"
    return "ui.panel.nothing-yet" if opened.calculated is not None else "ui.panel.calculating"
