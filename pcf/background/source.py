"""A published document that figures were read in."""

import msgspec


class Source(msgspec.Struct, frozen=True):
    """A source with what its licence asks to be said."""

    id: str
    title: str
    publisher: str
    year: str
    licence: str
    attribution: str
