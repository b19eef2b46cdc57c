"""Value choices of a study: GWP set, recycling, limits."""

import enum
from typing import Annotated, Literal

import msgspec

from pcf.model.node import Node


class GwpSet(enum.StrEnum):
    """A set of global warming potentials: assessment report and time horizon."""

    AR6_GWP100 = "AR6 GWP100"
    AR5_GWP100 = "AR5 GWP100"
    AR6_GWP20 = "AR6 GWP20"


class RecyclingMethod(enum.StrEnum):
    """How burdens and benefits of recycling are shared between product systems."""

    CUT_OFF = "cut_off"
    """Recycled content, 100:0: who uses recycled material carries its recycling."""
    CLOSED_LOOP = "closed_loop"
    """End of life, 0:100: who gives material to recycling has its benefit."""
    FIFTY_FIFTY = "fifty_fifty"
    """The mean of the two."""
    CFF = "cff"
    """Circular Footprint Formula, shared by a factor A of the material."""


class Scheme(enum.StrEnum):
    """Whose limits and switches the checks apply; `pcf.model.schemes` holds them."""

    ISO_14067 = "iso_14067"
    PAS_2050 = "pas_2050"
    PACT_3 = "pact_3"
    CATENA_X = "catena_x"


class Choices(Node, frozen=True):
    """What the practitioner decides for the whole study.

    Attributes:
        cut_off_limit: share of the result that may be left out [0..1]; None takes the scheme's,
            or the program's default where the scheme fixes none.
        screening_limit: share of |total| from estimates above which the document is a screening
            estimate. A company may lower it, not raise it (product rule).
        standard: edition that documents name.
        assumed_gsd: geometric standard deviation that is assumed for data sets without a
            distribution, by their confidence; without one they count as certain [≥ 1].
    """

    gwp_set: GwpSet = GwpSet.AR6_GWP100
    recycling: RecyclingMethod = RecyclingMethod.CUT_OFF
    screening_limit: Annotated[float, msgspec.Meta(ge=0, le=0.2)] = 0.2
    standard: str = "ISO 14067:2018"
    assumed_gsd: dict[Literal["A", "B", "C"], Annotated[float, msgspec.Meta(ge=1)]] = msgspec.field(
        default_factory=dict
    )
    scheme: Scheme = Scheme.ISO_14067
    cut_off_limit: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
