"""Rows C01 to C03: whether two results may stand side by side at all.

Data quality of the two (C04) is compared where it is assessed. Avoided emissions are in no result,
so that none can be compared with a footprint (C05).
"""

from collections.abc import Mapping

from pcf.conformity.case import BLOCKS, WARNS, finding
from pcf.findings import Finding
from pcf.model.schemes import cut_off_limit
from pcf.results.result import PcfResult


def check_comparison(one: PcfResult, other: PcfResult) -> list[Finding]:
    """Give what keeps two results from being compared; without any, a difference may be stated.

    That one product is better can't be said: for that the uncertainty of both must be drawn
    together (C03), which no result carries yet.
    """
    method = _differing(_method(one), _method(other))
    data = _differing(_data(one), _data(other))
    return [
        *(
            finding(BLOCKS, "C01!", "comparison-differs", what=f"@compared.{each}")
            for each in method
        ),
        *(
            finding(BLOCKS, "C02", "comparison-data-differ", what=f"@compared.{each}")
            for each in data
        ),
        finding(WARNS, "C03", "comparison-without-uncertainty"),
    ]


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [name for name in one if one[name] != other[name]]


def _method(result: PcfResult) -> dict[str, object]:
    study = result.study
    unit = result.inventory.declared_unit
    rules = {line.rule for site in study.sites for line in site.electricity}
    return {
        "unit": (unit.dimension, unit.si),
        "boundary": study.goal.boundary,
        "rules": (study.scope.rules_status, study.scope.rules),
        "gwp_set": study.choices.gwp_set,
        "recycling": study.choices.recycling,
        "electricity": frozenset(rules),
    }


def _data(result: PcfResult) -> dict[str, object]:
    return {
        "databases": {(base.id, base.version, base.checksum) for base in result.databases},
        "cut_off": cut_off_limit(result.study.choices),
    }
