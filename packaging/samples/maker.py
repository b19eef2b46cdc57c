"""Makes the nodes of a sample study: ids from paths, words from a table, data sets by id."""

import csv
import datetime
import functools
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.errors import DataError
from pcf.exchange.bom_sheet import read_bom
from pcf.findings import Severity
from pcf.model.bom import LeftOut, Mass, MassOrigin, Part, mass_per_piece_kg
from pcf.model.choices import Choices
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    ProcessStep,
    Scrap,
    SiteElectricity,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Company, Goal, Product
from pcf.model.scope import (
    Answer,
    CriticalReview,
    Interpretation,
    ReviewKind,
    RulesStatus,
    Scope,
)
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Assumption, Exclusion, ExclusionSubject
from pcf.model.transport import Cargo, TransportLeg
from pcf.units import Quantity, parse_quantity, quantity

SAMPLES = Path(__file__).resolve().parents[2] / "pcf" / "resources" / "samples"
_TEXTS = Path(__file__).with_name("texts.csv")

Row = dict[str, str]


class Maker:
    """Makes the nodes of one sample: ids from paths, words from the table, data sets by id."""

    def __init__(self, name: str, catalogue: Catalogue) -> None:
        """Take the sample's name, which all ids derive from, and the data sets it may name."""
        self.name = name
        self.catalogue = catalogue

    def hashed(self, path: str, digits: int = 16) -> str:
        """Give an id for a path inside the sample."""
        return hashlib.sha256(f"{self.name}/{path}".encode()).hexdigest()[:digits]

    def data_set(self, row_id: str) -> DataSetRef:
        """Give the reference of a data set that must exist.

        Raises:
            DataError: no shipped database holds it.
        """
        found = self.catalogue.find(row_id)
        if found is None:
            raise DataError("data-set-unknown", data_set=row_id, where=self.name)
        return found.ref

    def parts(self) -> tuple[tuple[Part, ...], dict[str, Row]]:
        """Read the table: the parts with fixed ids, and each row by the index of its line.

        The reader gives what it gives of any table; the origin, bounds and basis of a mass and
        the reason of an exclusion are columns of these tables only.

        Raises:
            DataError: the reader could not read a line fully.
        """
        path = SAMPLES / f"{self.name}-bom.csv"
        sheet = read_bom(path, self.catalogue.reference)
        for finding in sheet.findings:
            if finding.severity is not Severity.NOTE:
                raise DataError(finding.key, where=path.name, **finding.fields)
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["Index"]: row for row in csv.DictReader(file)}
        lines = iter(rows.values())
        return tuple(self._line(part, lines) for part in sheet.parts), rows

    def _line(self, part: Part, rows: Iterator[Row]) -> Part:
        """Give a part and all below it with what its row says beyond any table."""
        row = next(rows)
        mass = part.mass and Mass(
            amount=part.mass.amount,
            origin=MassOrigin(row["Mass origin"]),
            low=parse_quantity(row["Mass low"]).si,
            high=parse_quantity(row["Mass high"]).si,
            basis=row["Mass basis"],
        )
        return msgspec.structs.replace(
            part,
            id=self.part_id(row["Index"]),
            mass=mass,
            excluded=row["Exclude"],
            excluded_zh=row["Exclude zh"],
            left_out=LeftOut.NOT_IN_PRODUCT if row["Exclude"] else LeftOut.ESTIMATED,
            parts=tuple(self._line(child, rows) for child in part.parts),
        )

    def part_id(self, index: str) -> str:
        """Give the id of the part of a line, or of the product for ""."""
        return self.hashed(f"bom/{index}")

    def site(
        self,
        key: str,
        subdivision: str,
        electricity: Iterable[SupplyLine] = (),
        *,
        under_control: bool = True,
    ) -> Site:
        """Give a plant in China: the company's own, or a supplier's."""
        english, chinese = texts(f"{key}.place")
        why, why_chinese = texts("both.reason.average")
        return Site(
            id=self.hashed(key),
            **named(key),
            country="CHN",
            subdivision=subdivision,
            place=english,
            place_zh=chinese,
            untracked_reason=why,
            untracked_reason_zh=why_chinese,
            electricity=tuple(electricity),
            under_control=under_control,
        )

    def step(  # noqa: PLR0913  each argument is one fact of a step
        self,
        key: str,
        part: str,
        site: str,
        inputs: Iterable[StepInput],
        *,
        good: float = 1.0,
        scrap: Scrap | None = None,
        emissions: Iterable[DirectEmission] = (),
        wastes: Iterable[WasteFlow] = (),
    ) -> ProcessStep:
        """Give a step in the routing of a part, its amounts per good piece."""
        return ProcessStep(
            id=self.step_id(key, part),
            **named(key),
            site=self.hashed(site),
            yield_fraction=good,
            scrap=scrap,
            inputs=tuple(inputs),
            emissions=tuple(emissions),
            wastes=tuple(wastes),
        )

    def step_id(self, key: str, part: str) -> str:
        """Give the id of a step of a part."""
        return self.hashed(f"{key}/{part}")

    def taken(self, key: str, part: str, amount: str | Quantity, row_id: str = "") -> StepInput:
        """Give an input of a step of a part: of a data set, else the site's electricity."""
        return StepInput(
            id=self.hashed(f"{key}/{part}"),
            **named(key),
            amount=_amount(amount),
            supply=self.data_set(row_id) if row_id else SiteElectricity(),
        )

    def waste(self, key: str, part: str, amount: str, row_id: str) -> WasteFlow:
        """Give a waste of a step of a part with its treatment."""
        return WasteFlow(
            id=self.hashed(f"{key}/{part}"),
            **named(key),
            amount=_amount(amount),
            data_set=self.data_set(row_id),
        )

    def leg(  # noqa: PLR0913  each argument is one fact of a leg
        self,
        key: str,
        distance: str,
        row_id: str,
        cargo: Cargo = Cargo.OTHER_PARTS,
        *,
        parts: Iterable[str] = (),
        gross_per_net: float = 1.0,
    ) -> TransportLeg:
        """Give a leg; parts are named by the index of their lines."""
        return TransportLeg(
            id=self.hashed(key),
            **named(key),
            cargo=cargo,
            parts=tuple(self.part_id(index) for index in parts),
            distance=parse_quantity(distance),
            data_set=self.data_set(row_id),
            gross_per_net=gross_per_net,
        )

    def packaging(  # noqa: PLR0913  each argument is one fact of a piece
        self, key: str, mass: str, row_id: str, basis: str, holds: float = 1.0, *, of: str = ""
    ) -> PackagingItem:
        """Give a piece of packaging of an assumed mass, `of` what where there are several."""
        return PackagingItem(
            id=self.hashed(f"{key}/{of}" if of else key),
            **named(key),
            amount=quantity(1, "piece"),
            mass=Mass(
                amount=parse_quantity(mass), origin=MassOrigin.ASSUMED, basis=f"assumed: {basis}"
            ),
            data_set=self.data_set(row_id),
            holds=holds,
        )

    def excluded(
        self,
        key: str,
        reason: str,
        estimate: str,
        subject: ExclusionSubject = ExclusionSubject.OTHER,
    ) -> Exclusion:
        """Give something left out, with its reason and an upper estimate."""
        what, what_zh = texts(key)
        why, why_zh = texts(reason)
        return Exclusion(
            id=self.hashed(key),
            what=what,
            what_zh=what_zh,
            reason=why,
            reason_zh=why_zh,
            subject=subject,
            estimate=parse_quantity(estimate),
        )

    def assumptions(self, *keys: str) -> tuple[Assumption, ...]:
        """Give assumptions in words, those of both samples last."""
        common = ("masses", "steps", "ways", "company", "screening")
        all_keys = (*keys, *(f"both.assumption.{key}" for key in common))
        return tuple(
            Assumption(id=self.hashed(key), text=texts(key)[0], text_zh=texts(key)[1])
            for key in all_keys
        )

    def product(self, key: str, number: str, version: str, net_mass_kg: float) -> Product:
        """Give the product: one piece, of the mass that its parts sum up to."""
        description, description_zh = texts(f"{key}.description")
        return Product(
            id=self.hashed("product"),
            **named(key),
            number=number,
            version=version,
            description=description,
            description_zh=description_zh,
            declared_unit=quantity(1, "piece"),
            net_mass=quantity(float(f"{net_mass_kg:.4g}"), "kg"),
            biogenic_carbon=quantity(0, "kg"),
            made_at=self.hashed(f"{key}.site"),
        )

    def no_product(self) -> Product:
        """Give the product of a study that has none."""
        return Product(id=self.hashed("product"))

    def goal(self) -> Goal:
        """Give the goal, the same for both samples: nothing of them is for the public."""
        return Goal(
            id=self.hashed("goal"),
            **_worded("goal", "application", "reasons", "audience"),
            public=False,
            comparative=False,
            period_start=datetime.date(2025, 1, 1),
            period_end=datetime.date(2025, 12, 31),
        )

    def scope(self) -> Scope:
        """Give the scope, the same for both samples."""
        stated = ("geography", "cut_off", "value_choices", "data_collection", "missing_data")
        return Scope(
            id=self.hashed("scope"),
            rules_status=RulesStatus.NOT_APPLICABLE,
            **_worded("scope", "rules_rationale", *stated),
        )

    def interpretation(self, key: str) -> Interpretation:
        """Give the interpretation: what was varied is of the sample, the rest of both."""
        sensitivity, sensitivity_zh = texts(f"{key}.sensitivity")
        return Interpretation(
            id=self.hashed("interpretation"),
            **_worded("both", "completeness", "consistency", "uncertainty", "conclusions"),
            sensitivity=sensitivity,
            sensitivity_zh=sensitivity_zh,
        )

    def review(self) -> CriticalReview:
        """Give that nobody reviewed a sample."""
        return CriticalReview(id=self.hashed("review"), kind=ReviewKind.NONE)

    def answers(self) -> tuple[Answer, ...]:
        """Give the rows of the checklist that can't apply to a sample."""
        return tuple(
            Answer(
                id=self.hashed(f"answer/{rule}"),
                rule=rule,
                reason=texts(f"both.answer.{rule}")[0],
                reason_zh=texts(f"both.answer.{rule}")[1],
            )
            for rule in ("D01", "R10")
        )

    def company(self) -> Company:
        """Give the invented company."""
        address, address_zh = texts("company.address")
        return Company(
            id=self.hashed("company"), **named("company"), address=address, address_zh=address_zh
        )

    @property
    def choices(self) -> Choices:
        """Give the default choices."""
        return Choices(id=self.hashed("choices"))

    @property
    def salt(self) -> str:
        """Give the salt, fixed so that a sample keeps its hash."""
        return self.hashed("salt", digits=32)


def texts(key: str) -> tuple[str, str]:
    """Give the words of a key in English and Chinese."""
    return _all_texts()[key]


def _worded(prefix: str, *names: str) -> dict[str, str]:
    """Give text fields in both languages, by their names."""
    return {
        field: words
        for name in names
        for field, words in zip((name, f"{name}_zh"), texts(f"{prefix}.{name}"), strict=True)
    }


def named(key: str) -> dict[str, str]:
    """Give the two name fields of a node."""
    english, chinese = texts(key)
    return {"name": english, "name_zh": chinese}


@functools.cache
def _all_texts() -> dict[str, tuple[str, str]]:
    with _TEXTS.open(encoding="utf-8", newline="") as file:
        return {row["key"]: (row["en"], row["zh_CN"]) for row in csv.DictReader(file)}


def net_mass_kg(product: Part) -> float:
    """Give the mass of the product from its parts.

    Raises:
        DataError: a part has no mass.
    """
    mass_kg = mass_per_piece_kg(product)
    if mass_kg is None:
        raise DataError("bom-amount-unreadable", where=product.name)
    return mass_kg


def _amount(amount: str | Quantity) -> Quantity:
    return parse_quantity(amount) if isinstance(amount, str) else amount
