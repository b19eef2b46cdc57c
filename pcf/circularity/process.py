"""What a life begins with as studies of their own, solved like any footprint, and their terms.

What is stated for every device of a case and what is stated for one life together are a product
system: steps are made for one device collected, parts and packaging for one device sold. Nodes
keep their ids, so that a finding leads to where it is mended.
"""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from pcf.inventory.inventory import Stage
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, SiteElectricity, StepInput
from pcf.model.product import Product
from pcf.model.refurbishment import DeviceCategory, RefurbishedLife, RefurbishmentCase
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.data_quality import source_of
from pcf.results.lines import Line
from pcf.results.quality_statements import Statements
from pcf.results.result import PcfResult
from pcf.results.spreads import assumed_sigma, own_sigma, stated_sigma
from pcf.units import Quantity, quantity

_ONE_DEVICE = quantity(1, "piece")


class Portion(msgspec.Struct, frozen=True):
    """What one data set, one direct emission or one typed number adds to a term of one device.

    Attributes:
        kg_co2e: at the median [kg CO2e].
        spreads: what it is proportional to and how far that spreads: the name of the draw, and the
            standard deviation of its logarithm [1]; none: it counts as certain.
    """

    kg_co2e: float
    spreads: tuple[tuple[str, float], ...] = ()


class Term(msgspec.Struct, frozen=True):
    """One number of a life with the portions that it adds up from; none: it is not stated."""

    portions: tuple[Portion, ...] = ()

    @property
    def kg_co2e(self) -> float:
        """Give the sum of the portions [kg CO2e]."""
        return sum(each.kg_co2e for each in self.portions)


PROCESS_TERMS = ("refurbishing", "collection", "replaced_parts", "redistribution", "packing")
"""The terms of a process, by the field of a life that may state them instead: G and T_col per
device collected, K, T_red and Z per device sold."""


def process_study(
    study: Study, case: RefurbishmentCase, category: DeviceCategory, life: RefurbishedLife
) -> Study | None:
    """Give the study of the process of one life, None where nothing of it is stated.

    Args:
        study: with sites, mixes and choices.
        case: with what is stated for every device.
        category: of the device, for its mass.
        life: with its own process.
    """
    device = Part(
        id=f"{life.id}-device",
        name=category.name,
        name_zh=category.name_zh,
        steps=(*case.steps, *life.steps),
        parts=(*case.parts, *life.parts),
    )
    transport = (*case.transport, *life.transport)
    packaging = (*case.packaging, *life.packaging)
    if not (device.steps or device.parts or packaging or transport):
        return None
    return _device_study(study, case, device, category.mass, transport, packaging)


def new_device_study(
    study: Study, case: RefurbishmentCase, category: DeviceCategory
) -> Study | None:
    """Give the study of a new device by its data set or its maker's footprint, None without."""
    if category.production is not None or category.own_study is not None:
        return None
    if category.data_set is None and category.supplier is None:
        return None
    device = Part(
        id=category.id,
        name=category.name,
        name_zh=category.name_zh,
        quantity=_ONE_DEVICE,
        data_set=category.data_set,
        supplier=category.supplier,
        mass=Mass(amount=category.mass, origin=MassOrigin.TYPED) if category.mass else None,
    )
    return _device_study(study, case, Part(id=f"{category.id}-new", parts=(device,)))


def use_study(study: Study, case: RefurbishmentCase) -> Study | None:
    """Give the study of one kilowatt-hour where the devices are used, None where nobody says."""
    if not case.use_country and case.use_data_set is None:
        return None
    site = Site(
        id=f"{case.id}-use",
        country=case.use_country,
        untracked=case.use_data_set,
        under_control=False,
    )
    taken = StepInput(id=f"{case.id}-kwh", amount=quantity(1, "kWh"), supply=SiteElectricity())
    step = ProcessStep(id=f"{case.id}-using", site=site.id, inputs=(taken,))
    whole = _device_study(study, case, Part(id=f"{case.id}-user", steps=(step,)))
    return msgspec.structs.replace(whole, sites=(site,))


def _device_study(  # noqa: PLR0913, PLR0917  the parts of a study
    study: Study,
    case: RefurbishmentCase,
    bom: Part,
    mass: Quantity | None = None,
    transport: tuple[TransportLeg, ...] = (),
    packaging: tuple[PackagingItem, ...] = (),
) -> Study:
    """Give a study of one device with the sites, mixes and choices of the whole study."""
    goal = msgspec.structs.replace(
        study.goal,
        period_start=case.period_start or study.goal.period_start,
        period_end=case.period_end or study.goal.period_end,
    )
    return Study(
        id=study.id,
        salt=study.salt,
        goal=goal,
        product=Product(
            id=f"{bom.id}-product",
            name=bom.name,
            name_zh=bom.name_zh,
            declared_unit=_ONE_DEVICE,
            net_mass=mass,
            made_at=case.site,
        ),
        choices=study.choices,
        bom=bom,
        sites=tuple(msgspec.structs.replace(site, sharings=()) for site in study.sites),
        mixes=study.mixes,
        quality=study.quality,
        splits=study.splits,
        transport=transport,
        packaging=packaging,
    )


def process_terms(result: PcfResult) -> Mapping[str, Term]:
    """Give the terms of a solved process by name, those that it says nothing of left out."""
    gathered: dict[str, list[Portion]] = {}
    values = result.line_values(result.headline_columns).tolist()
    statements = Statements(result.study)
    for line, name, value in zip(result.lines, line_terms(result), values, strict=True):
        gathered.setdefault(name, []).append(_portion(line, value, result, statements))
    return MappingProxyType({name: Term(tuple(each)) for name, each in gathered.items()})


def line_terms(result: PcfResult) -> list[str]:
    """Give to which of `PROCESS_TERMS` each line of a solved process adds."""
    collecting = {leg.id for leg in result.study.transport if leg.cargo is Cargo.COLLECTED}
    packing = {leg.id for leg in result.study.transport if leg.cargo is Cargo.PACKAGING}

    def term(line: Line) -> str:
        match line.exchange.stage:
            case Stage.MANUFACTURING:
                return "refurbishing"
            case Stage.OUTBOUND:
                return "redistribution"
            case Stage.PACKAGING:
                return "packing"
            case Stage.INBOUND if line.exchange.node in collecting:
                return "collection"
            case Stage.INBOUND if line.exchange.node in packing:
                return "packing"
            case _:
                return "replaced_parts"

    return [term(line) for line in result.lines]


def whole_term(result: PcfResult) -> Term:
    """Give all of a result as one term, for the making of a new device."""
    statements = Statements(result.study)
    values = result.line_values(result.headline_columns).tolist()
    return Term(
        tuple(
            _portion(line, value, result, statements)
            for line, value in zip(result.lines, values, strict=True)
        )
    )


def _portion(line: Line, value: float, result: PcfResult, statements: Statements) -> Portion:
    data_set = source_of(line, result)
    if data_set is None:
        return Portion(value)
    sigma = (
        own_sigma(data_set)[0]
        or stated_sigma(statements.of(line), data_set, None)[0]
        or assumed_sigma(data_set, result.study.choices)[0]
    )
    return Portion(value, ((str(data_set.ref), sigma),) if sigma else ())
