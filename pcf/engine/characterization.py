"""Which component an elementary flow counts in, and its characterization factor."""

from collections.abc import Mapping

from pcf.background.elementary import (
    GWP_SETS,
    SOURCE_HORIZON_YEARS,
    Component,
    ElementaryFlow,
    Gas,
    GasGroup,
    GwpReport,
)
from pcf.errors import InputError
from pcf.model.choices import GwpSet


def component_of(flow: ElementaryFlow, gases: Mapping[str, Gas], gwp_set: GwpSet) -> Component:
    """Give the component that a flow counts in under a GWP set."""
    group = gases[flow.gas].group if flow.gas else GasGroup.NOT_RESOLVED
    terms = GWP_SETS[gwp_set]
    report = flow.report or terms.report
    keeps_horizon = flow.report in {None, GwpReport.CO2_ONLY}
    if not keeps_horizon and terms.horizon_years != SOURCE_HORIZON_YEARS:
        report = GwpReport.OTHER_HORIZON
    return Component(flow.category, group, report)


def characterization_factor(
    flow: ElementaryFlow, gases: Mapping[str, Gas], gwp_set: GwpSet
) -> float:
    """Give the characterization factor of a flow [kg CO2e/kg].

    What a source counted in CO2 equivalents keeps its value; CO2 is 1 under every set.

    Raises:
        InputError: the GWP set has no factor for the gas.
    """
    if not flow.gas or flow.report is GwpReport.CO2_ONLY:
        return 1.0
    factor = gases[flow.gas].factors.get(gwp_set)
    if factor is None:
        raise InputError("factor-missing", gas=gases[flow.gas].name_en, gwp_set=gwp_set.value)
    return factor
