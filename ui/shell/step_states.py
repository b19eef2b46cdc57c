"""How each step of a study stands: its worst finding, else how far it has come."""

from collections.abc import Mapping

from pcf.findings import Severity
from ui.open_study import OpenStudy
from ui.pages.registry import PAGES
from ui.shell.rail import StepState

Standing = tuple[Severity | None, StepState, int]
"""Worst finding of a step, how far it is, and the number beside its sign."""

_TOLD = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT, Severity.WARNING}


def step_states(opened: OpenStudy, homes: Mapping[str, str]) -> dict[str, Standing]:
    """Give how the step of each page stands.

    Args:
        opened: study with its findings.
        homes: page of each node, by its id.
    """
    study = opened.study
    worst: dict[str, Severity] = {}
    blocking = 0
    for each in opened.findings:
        page = homes.get(each.node, "scope")
        if each.severity in _TOLD and page not in worst:  # the worst come first
            worst[page] = each.severity
        blocking += each.severity in {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
    begun = {
        "scope": bool(study.product.name or study.product.name_zh or study.goal.application),
        "parts": bool(study.bom.parts),
        "steps": any(part.steps for part in (study.bom, *study.bom.parts)),
        "transport": bool(study.transport or study.packaging),
        "results": opened.result is not None and bool(opened.result.lines),
        "circularity": bool(study.refurbishments),
        "checks": bool(opened.findings),
        "documents": False,
    }
    # What no calculation has checked yet is not known to be complete.
    begun_state = StepState.BEGUN if opened.calculation is None else StepState.COMPLETE
    states: dict[str, Standing] = {}
    for entry in PAGES:
        if entry.needs_study:
            done = begun_state if begun[entry.id] else StepState.NOT_BEGUN
            states[entry.id] = (worst.get(entry.id), done, 0)
    half = StepState.BEGUN if begun["results"] else StepState.NOT_BEGUN
    states["results"] = (None, half, 0)
    first = opened.findings[0].severity if opened.findings else None
    checked = StepState.NOT_BEGUN if opened.calculation is None else StepState.COMPLETE
    states["checks"] = (first, checked, blocking)
    states["documents"] = (None, StepState.NOT_BEGUN, 0)
    return states
