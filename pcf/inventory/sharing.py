"""Metered electricity shared to steps by a named key.

E_step = E_meter w_step / W        per good output: E_step / output
"""

from pcf.findings import Severity
from pcf.inventory.context import Context, SharedEnergy
from pcf.inventory.inventory import Exchange, ProcessOutput, Stage
from pcf.model.bom import walk
from pcf.model.electricity import EnergySharing, StepShare
from pcf.model.processes import ProcessStep
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.supply import Period, metered_si
from pcf.units import Dimension, unit_si_factor


def share_readings(study: Study, period: Period, context: Context) -> dict[str, list[SharedEnergy]]:
    """Give what of the sites' meters falls on each step, by its id."""
    if not any(site.sharings for site in study.sites):
        return {}
    steps = {step.id: step for part in walk(study.bom) for step in part.steps}
    shared: dict[str, list[SharedEnergy]] = {}
    for site in study.sites:
        for sharing in site.sharings:
            metered = metered_si(site, period, sharing.meter) / unit_si_factor("kWh")
            if not metered:
                context.report(
                    Severity.BLOCKS_DOCUMENT,
                    "sharing-without-readings",
                    sharing.id,
                    "meter",
                    name=sharing.name or site.name,
                    meter=sharing.meter or "–",
                )
                continue
            for share in sharing.shares:
                found = _shared(share, sharing, site, steps, metered, context)
                if found is not None:
                    shared.setdefault(share.step, []).append(found)
    return shared


def _shared(  # noqa: PLR0913, PLR0917  each argument is one fact of a share
    share: StepShare,
    sharing: EnergySharing,
    site: Site,
    steps: dict[str, ProcessStep],
    metered_kwh: float,
    context: Context,
) -> SharedEnergy | None:
    step = steps.get(share.step)
    name = sharing.name or site.name
    if step is None or step.site != site.id:
        context.report(
            Severity.BLOCKS_DOCUMENT,
            "share-of-other-site",
            share.id,
            "step",
            name=name,
            step=step.name if step else "–",
        )
        return None
    output = share.output or site.output
    if output is None:
        context.report(
            Severity.STOPS_CALCULATION, "share-without-output", share.id, "output", name=step.name
        )
        return None
    whole = sharing.weight_total
    if not whole:
        context.report(
            Severity.BLOCKS_DOCUMENT, "sharing-without-weights", sharing.id, "shares", name=name
        )
        return None
    return SharedEnergy(share.id, site.id, metered_kwh * share.weight / whole, output)


def shared_exchanges(
    step: ProcessStep, output_mass_kg: float | None, pieces: float | None, context: Context
) -> list[Exchange]:
    """Give the exchanges by which a step takes its share of the site's meters.

    Args:
        step: the step.
        output_mass_kg: mass of one reference unit of its part at the step's end [kg].
        pieces: pieces in one reference unit of the part; None if it is not counted in pieces.
        context: where findings go.
    """
    exchanges = []
    for each in context.shared.get(step.id, ()):
        if each.site not in context.sites_with_electricity:
            context.report(
                Severity.BLOCKS_DOCUMENT,
                "step-without-electricity",
                step.id,
                "site",
                name=step.name,
            )
            continue
        by_mass = each.output.dimension is Dimension.MASS
        content = output_mass_kg if by_mass else pieces
        if content is None:
            key = "step-needs-mass" if by_mass else "step-needs-pieces"
            context.report(Severity.STOPS_CALCULATION, key, each.node, "output", name=step.name)
            continue
        kwh = each.kwh * content / each.output.si
        exchanges.append(Exchange(ProcessOutput(each.site), kwh, each.node, Stage.MANUFACTURING))
    return exchanges
