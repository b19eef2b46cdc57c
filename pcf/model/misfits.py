"""Why stated values fit no field, as an error of ours: the parser's own words are English only."""

import re

import msgspec

from pcf.errors import InputError

_PLACE = re.compile(r" - at (?:`key` in )?`\$(?P<place>[^`]*)`$")

# What the parser says, and the text key that says the same; groups are fields of the sentence.
_FORMS = (
    (re.compile(r"Expected `(?:float|int)[^`]*` <=? (?P<limit>\S+)"), "above"),
    (re.compile(r"Expected `(?:float|int)[^`]*` >=? (?P<limit>\S+)"), "below"),
    (re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`"), "kind"),
    (re.compile(r"Invalid (?:enum )?value '?(?P<given>.*?)'?"), "choice"),
    (re.compile(r"Invalid RFC3339 encoded date"), "date"),
    (re.compile(r"Object missing required field `(?P<field>[^`]+)`"), "missing"),
    (re.compile(r"Object contains unknown field `(?P<field>[^`]+)`"), "unknown"),
    (re.compile(r"JSON is malformed: .* \(byte (?P<byte>\d+)\)"), "json"),
    (re.compile(r"Input data was truncated"), "json-ends"),
)
_KINDS = {"float", "int", "bool", "str", "date", "object", "array", "null"}


def misfit(error: msgspec.DecodeError, within: str = "") -> InputError:
    """Give why values could not be taken, with the place in them.

    Args:
        error: of the parser; what a value of ours refused itself is its cause.
        within: name of the field that the values were for.
    """
    if isinstance(error.__cause__, InputError):
        return error.__cause__
    said = str(error)
    found = _PLACE.search(said)
    path = within + (found["place"] if found else "")
    place = f"“{path.removeprefix('.')}”" if path else "@misfit.value"
    reason = said[: found.start()] if found else said
    for form, key in _FORMS:
        known = form.fullmatch(reason)
        if known:
            fields = {name: _word(name, value) for name, value in known.groupdict().items()}
            is_share = key == "above" and fields["limit"] == "1"
            name = f"misfit-{key}{'-one' if is_share else ''}"
            return InputError(name, place=place, **fields)
    return InputError("misfit-other", place=place, reason=reason)


def _word(name: str, value: str) -> str:
    if name == "limit":
        return f"{float(value):g}"
    kind = value.split(" | ", maxsplit=1)[0]
    return f"@misfit.kind.{kind}" if name in {"wanted", "given"} and kind in _KINDS else value
