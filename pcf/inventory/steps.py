"""Process steps as unit processes: yields, energy, direct gases, waste and scrap.

One unit of a step's product is one good output of the step. It takes 1/y of what the step before
gives and of the parts that enter here; what is typed per good output is scaled by later yields
only, what is typed per started piece by the step's own yield too (methods 12.6).
"""

from pcf.background.elementary import ElementaryFlow, ImpactCategory
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, ProcessOutput, Stage
from pcf.inventory.scrap import scrap_exchanges
from pcf.inventory.sharing import shared_exchanges
from pcf.inventory.spend import spent_usd
from pcf.model.bom import Part, output_id
from pcf.model.node import DataSetRef
from pcf.model.processes import (
    DirectEmission,
    PartRef,
    ProcessStep,
    SiteElectricity,
    StepBasis,
    StepInput,
    WasteFlow,
)
from pcf.model.spend import Spend
from pcf.units import Dimension, Quantity, unit_si_factor


def step_exchanges(
    step: ProcessStep,
    part: Part,
    output_mass_kg: float | None,
    pieces: float | None,
    context: Context,
) -> list[Exchange]:
    """Give the exchanges of a step that are its own: inputs, emissions, waste and scrap.

    Args:
        step: the step.
        part: the part on whose routing it stands.
        output_mass_kg: mass of one reference unit of the part at the step's end [kg].
        pieces: pieces in one reference unit of the part; None if it is not counted in pieces.
        context: where data sets come from and findings go.
    """
    exchanges: list[Exchange] = []
    if step.site and step.site not in context.sites:
        context.report(Severity.WARNING, "step-site-gone", step.id, "site", name=step.name)
    if step.inputs or step.emissions or step.wastes or step.co_products:
        scale = typed_scale(step, output_mass_kg, pieces)
        if scale is None:
            _report_no_scale(step, context)
        else:
            exchanges += _stated(step, scale, context)
    shared = shared_exchanges(step, output_mass_kg, pieces, context)
    if shared and any(each.input == ProcessOutput(step.site) for each in exchanges):
        context.report(
            Severity.WARNING, "step-energy-two-ways", step.id, "inputs", name=step.name, rule="D07"
        )
    exchanges += shared
    if step.yield_fraction < 1:
        exchanges += scrap_exchanges(step, part, output_mass_kg, context)
    return exchanges


def _stated(step: ProcessStep, scale: float, context: Context) -> list[Exchange]:
    """Give what is typed for a step, multiplied to stand for one reference unit of its output."""
    return [
        *(each for taken in step.inputs for each in _input(taken, step, scale, context)),
        *(each for gas in step.emissions for each in _emission(gas, scale, context)),
        *(each for waste in step.wastes for each in _waste(waste, step, scale, context)),
    ]


def typed_scale(
    step: ProcessStep, output_mass_kg: float | None, pieces: float | None
) -> float | None:
    """Give by what amounts typed for a step are multiplied to stand for one reference unit.

    None where nothing says how much comes out of a batch or period, or what a unit weighs.
    """
    content = output_mass_kg if step.is_by_mass else pieces
    is_divided = step.basis in {StepBasis.BATCH, StepBasis.PERIOD}
    if content is None or (is_divided and step.divisor is None):
        return None
    per_output = content / step.divisor.si if is_divided and step.divisor else content
    return per_output / step.yield_fraction if step.per_started else per_output


def _report_no_scale(step: ProcessStep, context: Context) -> None:
    """Say why what is typed for a step can't be counted."""
    stops = Severity.STOPS_CALCULATION
    if step.basis in {StepBasis.BATCH, StepBasis.PERIOD} and step.divisor is None:
        context.report(stops, "step-without-divisor", step.id, "divisor", name=step.name)
        return
    key = "step-needs-mass" if step.is_by_mass else "step-needs-pieces"
    context.report(stops, key, step.id, "basis", name=step.name)


def _input(taken: StepInput, step: ProcessStep, scale: float, context: Context) -> list[Exchange]:
    supply = taken.bought_as
    if taken.spend is not None and isinstance(supply, DataSetRef):
        return _bought_for(taken, taken.spend, supply, scale, step, context)
    if taken.amount is None:
        context.report(
            Severity.STOPS_CALCULATION, "amount-missing", taken.id, "amount", name=taken.name
        )
        return []
    amount_si = taken.amount.si * scale
    match supply:
        case SiteElectricity():
            return _electricity(taken, taken.amount, step, amount_si, context)
        case PartRef():
            return _own_product(taken, supply, amount_si, context)
        case DataSetRef():
            return _from_data_set(taken, supply, amount_si, taken.amount.dimension, step, context)
        case None:
            context.report(
                Severity.BLOCKS_DOCUMENT, "input-unmatched", taken.id, "supply", name=taken.name
            )
            return []


def _bought_for(  # noqa: PLR0913, PLR0917  each argument is one fact of an exchange
    taken: StepInput,
    spend: Spend,
    ref: DataSetRef,
    scale: float,
    step: ProcessStep,
    context: Context,
) -> list[Exchange]:
    """Give the exchanges by which a step takes what it pays for."""
    data_set = context.data_set(ref, taken.id, taken.name)
    usd = spent_usd(spend, data_set, taken.id, taken.name, context) if data_set else None
    if usd is None:
        return []
    return _from_data_set(taken, ref, usd * scale, Dimension.MONEY, step, context)


def _electricity(
    taken: StepInput, amount: Quantity, step: ProcessStep, amount_si: float, context: Context
) -> list[Exchange]:
    """Give the exchange by which a step takes electricity of its site."""
    if step.site not in context.sites_with_electricity:
        context.report(
            Severity.BLOCKS_DOCUMENT, "step-without-electricity", step.id, "site", name=step.name
        )
        return []
    if amount.dimension is not Dimension.ENERGY:
        context.report_unit_mismatch(taken.id, taken.name, amount.dimension, "kWh", step.site)
        return []
    kwh = amount_si / unit_si_factor("kWh")
    return [Exchange(ProcessOutput(step.site), kwh, taken.id, Stage.MANUFACTURING)]


def _from_data_set(  # noqa: PLR0913, PLR0917  each argument is one fact of an exchange
    taken: StepInput | WasteFlow,
    ref: DataSetRef,
    amount_si: float,
    dimension: Dimension,
    step: ProcessStep,
    context: Context,
) -> list[Exchange]:
    """Give the exchanges by which a step takes an amount of a data set."""
    found = context.data_set(ref, taken.id, taken.name)
    if found is None:
        return []
    return context.take(
        found,
        amount_si,
        dimension,
        taken.id,
        Stage.MANUFACTURING,
        site=step.site,
        name=taken.name,
    )


def _own_product(
    taken: StepInput, supply: PartRef, amount_si: float, context: Context
) -> list[Exchange]:
    """Give the exchange by which a step uses up a part of this study, the product included."""
    context.loops += 1
    target = context.parts.get(supply.part)
    dimension = taken.amount.dimension if taken.amount else Dimension.COUNT
    content = context.content(target, dimension) if target else None
    if target is None or not content:
        context.report(
            Severity.BLOCKS_DOCUMENT, "input-unmatched", taken.id, "supply", name=taken.name
        )
        return []
    output = ProcessOutput(output_id(target))
    return [Exchange(output, amount_si / content, taken.id, Stage.MANUFACTURING)]


def _emission(emission: DirectEmission, scale: float, context: Context) -> list[Exchange]:
    gas = context.catalogue.gases.get(emission.gas)
    if gas is None:
        context.report(
            Severity.STOPS_CALCULATION, "gas-unknown", emission.id, "gas", gas=emission.gas or "–"
        )
        return []
    if context.gwp_set not in gas.factors:
        context.report(
            Severity.STOPS_CALCULATION,
            "gas-without-factor",
            emission.id,
            "gas",
            gas=gas.name_en,
            gwp_set=context.gwp_set.value,
        )
        return []
    if emission.amount is None or emission.amount.dimension is not Dimension.MASS:
        context.report(
            Severity.STOPS_CALCULATION, "amount-missing", emission.id, "amount", name=gas.name_en
        )
        return []
    category = ImpactCategory.FOSSIL
    if gas.is_biogenic:
        is_co2 = gas.id.startswith("gwp-co2")
        category = ImpactCategory.BIOGENIC_CO2 if is_co2 else ImpactCategory.BIOGENIC_NON_CO2
    flow = ElementaryFlow(gas.id, category)
    return [Exchange(flow, emission.amount.si * scale, emission.id, Stage.MANUFACTURING)]


def _waste(waste: WasteFlow, step: ProcessStep, scale: float, context: Context) -> list[Exchange]:
    if waste.amount is None:
        context.report(
            Severity.STOPS_CALCULATION, "amount-missing", waste.id, "amount", name=waste.name
        )
        return []
    if waste.data_set is None:
        context.report(
            Severity.BLOCKS_DOCUMENT, "input-unmatched", waste.id, "data_set", name=waste.name
        )
        return []
    amount_si = waste.amount.si * scale
    return _from_data_set(waste, waste.data_set, amount_si, waste.amount.dimension, step, context)
