"""The study: one product, one period, and all that was stated about them."""

import enum
import secrets

import msgspec

from pcf.model.bom import Part
from pcf.model.bom_import import BomImport
from pcf.model.choices import Choices
from pcf.model.electricity import OwnMix
from pcf.model.node import Node
from pcf.model.other_footprints import ComparedFootprint, EarlierFootprint
from pcf.model.packaging import PackagingItem
from pcf.model.product import Company, Goal, Product
from pcf.model.quality import QualityStatement
from pcf.model.refurbishment import RefurbishmentCase
from pcf.model.scope import Answer, CriticalReview, Interpretation, Scope, ScopeRevision
from pcf.model.sites import Site
from pcf.model.splits import StatedSplit
from pcf.model.transport import TransportLeg
from pcf.units import Quantity


def new_salt() -> str:
    """Give a random 128-bit salt, so that a small inventory can't be guessed from its hash."""
    return secrets.token_hex(16)


class ExclusionSubject(enum.StrEnum):
    """What is left out, as far as a scheme has a rule for it."""

    OTHER = "other"
    CAPITAL_GOODS = "capital_goods"
    STAFF = "staff"
    """Human energy and commuting."""


class Exclusion(Node, frozen=True):
    """Something left out of the product system.

    Attributes:
        subject: tells what a scheme leaves outside anyway.
        estimate: upper estimate of its emissions per declared unit [emission].
    """

    what: str = ""
    what_zh: str = ""
    reason: str = ""
    reason_zh: str = ""
    subject: ExclusionSubject = ExclusionSubject.OTHER
    estimate: Quantity | None = None


class Assumption(Node, frozen=True):
    """Something taken as true without evidence, in words."""

    text: str = ""
    text_zh: str = ""


class DocumentKind(enum.StrEnum):
    """What a document claims to be."""

    CERTIFICATE = "certificate"
    SCREENING = "screening"


class Study(Node, frozen=True):
    """A partial carbon footprint study.

    Attributes:
        salt: random, kept for life; enters the hash of the canonical inventory.
        bom: root of the bill of materials; the product itself.
        splits: of data sets whose source gives none.
        imports: the lists that were read into it, the latest for each assembly.
        mixes: electricity mixes of its own, which supply lines and sites name by id.
        answers: rows of the checklist that are not applicable, and why.
        revisions: the log of the scope, the oldest entry first.
        compared: footprints of other products that documents set beside this one.
        earlier: footprints of this product at an earlier time that a change is stated against.
        refurbishments: what devices' further lives avoid: a ledger of its own.
    """

    salt: str = msgspec.field(default_factory=new_salt)
    product: Product = msgspec.field(default_factory=Product)
    goal: Goal = msgspec.field(default_factory=Goal)
    company: Company = msgspec.field(default_factory=Company)
    choices: Choices = msgspec.field(default_factory=Choices)
    scope: Scope = Scope(id="scope")
    interpretation: Interpretation = Interpretation(id="interpretation")
    review: CriticalReview = CriticalReview(id="review")
    bom: Part = msgspec.field(default_factory=Part)
    sites: tuple[Site, ...] = ()
    transport: tuple[TransportLeg, ...] = ()
    packaging: tuple[PackagingItem, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    quality: tuple[QualityStatement, ...] = ()
    splits: tuple[StatedSplit, ...] = ()
    imports: tuple[BomImport, ...] = ()
    mixes: tuple[OwnMix, ...] = ()
    answers: tuple[Answer, ...] = ()
    revisions: tuple[ScopeRevision, ...] = ()
    compared: tuple[ComparedFootprint, ...] = ()
    earlier: tuple[EarlierFootprint, ...] = ()
    refurbishments: tuple[RefurbishmentCase, ...] = ()
