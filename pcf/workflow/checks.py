"""Every check of the checklist, in the order in which its findings are made."""

from collections.abc import Callable, Iterable

from pcf.conformity.allocation import check_allocation
from pcf.conformity.balances import check_balances
from pcf.conformity.biogenic import check_biogenic
from pcf.conformity.case import Check
from pcf.conformity.certificates import check_cancellations
from pcf.conformity.claims import check_claims
from pcf.conformity.comparison import check_comparison
from pcf.conformity.cut_off import check_cut_off
from pcf.conformity.data import check_data
from pcf.conformity.data_quality import check_data_quality
from pcf.conformity.electricity import check_location
from pcf.conformity.goal_and_scope import check_goal_and_scope
from pcf.conformity.greenhouse_gases import check_greenhouse_gases
from pcf.conformity.interpretation import check_interpretation
from pcf.conformity.readings import check_energy_balance
from pcf.conformity.recycling import check_recycling
from pcf.conformity.report_contents import check_report_contents
from pcf.conformity.spend import check_spend
from pcf.conformity.splits import check_result
from pcf.conformity.stated_splits import check_stated_splits
from pcf.conformity.suppliers import check_suppliers
from pcf.conformity.tracking import check_tracking
from pcf.conformity.transport import check_transport
from pcf.findings import Finding
from pcf.results.result import PcfResult

CHECKS: tuple[Check, ...] = (
    check_goal_and_scope,
    check_cut_off,
    check_data,
    check_balances,
    check_cancellations,
    check_greenhouse_gases,
    check_interpretation,
    check_report_contents,
    check_comparison,
    check_tracking,
    check_claims,
)
"""The checks of the checklist that look at a study with or without a result."""


RESULT_CHECKS: tuple[Callable[[PcfResult], Iterable[Finding]], ...] = (
    check_result,
    check_data_quality,
    check_biogenic,
    check_stated_splits,
    check_suppliers,
    check_spend,
    check_transport,
    check_location,
    check_energy_balance,
    check_allocation,
    check_recycling,
)
"""Those that look at a result alone."""
