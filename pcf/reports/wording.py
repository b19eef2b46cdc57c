"""Amounts, dates, places and the product's name as a document writes them."""

import datetime
from collections.abc import Iterable

from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.results.display import significant, with_unit
from pcf.texts import Language, Texts

_NAME_LENGTH = 90


def amount(number: str, unit: str, texts: Texts) -> str:
    """Give a printed number with its unit; pieces are a word of the language."""
    return with_unit(number, texts.unit(unit))


def mass(mass_kg: float, texts: Texts) -> str:
    """Give a calculated mass with three significant digits, in grams below a kilogram."""
    if mass_kg < 1:
        return amount(significant(1000 * mass_kg), "g", texts)
    return amount(significant(mass_kg), "kg", texts)


def joined(items: Iterable[str], texts: Texts) -> str:
    """Give short items as a list in one line."""
    return texts("paper.list-separator").join(items)


def shortened(name: str) -> str:
    """Give a name that stands among others, cut where it is very long."""
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…"


def period(start: datetime.date | None, end: datetime.date | None, texts: Texts) -> str:
    """Give a period by its first and last day."""
    if start is None or end is None:
        return texts("paper.not-stated")
    return texts("paper.from-to", first=start.isoformat(), last=end.isoformat())


def place_name(code: str, texts: Texts) -> str:
    """Give a country, region or the world by the code that data sets use: `CHN`, `USA-Ohio`."""
    if texts.has(f"place.{code}"):
        return texts(f"place.{code}")
    country, _, region = code.partition("-")
    if region and texts.has(f"place.{country}"):
        fields = {"country": texts(f"place.{country}"), "region": region.replace("_", " ")}
        return texts("place.region-of-country", **fields)
    return code or texts("paper.not-stated")


def site_name(site: Site, texts: Texts) -> str:
    """Give a site with its place and country."""
    country = place_name(site.country, texts) if site.country else ""
    name = texts.choose(site.name, site.name_zh)
    place = texts.choose(site.place, site.place_zh)
    parts = [name, place, country]
    if texts.language is Language.CHINESE:
        # From the large to the small, as Chinese addresses run.
        parts = ["".join(part for part in (country, place) if part), name]
    return texts("paper.site-separator").join(part for part in dict.fromkeys(parts) if part)


def product_name(study: Study, texts: Texts) -> str:
    """Give the product by its name, else by that of the bill's root."""
    named = texts.choose(study.product.name, study.product.name_zh) or study.product.number
    return named or _bill_name(study, texts)


def _bill_name(study: Study, texts: Texts) -> str:
    """Give the root of the bill of materials by its name."""
    root = study.bom
    return texts.choose(root.name, root.name_zh) or root.number or texts("paper.not-stated")
