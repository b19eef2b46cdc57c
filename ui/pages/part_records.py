"""What can be stated of a line beyond its cells, each with a form of its own."""

import msgspec

from pcf.model.biogenic import BioBased
from pcf.model.recycling import Recycling
from pcf.model.spend import Spend
from pcf.model.suppliers import SupplierFootprint
from ui.widgets.field_form import FormField

RECORDS: dict[str, tuple[type[msgspec.Struct], tuple[FormField, ...]]] = {
    "supplier": (
        SupplierFootprint,
        (
            FormField("supplier"),
            FormField("product"),
            FormField("value", unit="kgCO2e"),
            FormField("per", unit="piece"),
            FormField("with_uptake", unit="kgCO2e"),
            FormField("boundary", rule="D10"),
            FormField("period_start", rule="D10"),
            FormField("period_end", rule="D10"),
            FormField("valid_until", rule="D10"),
            FormField("report", rule="D10"),
            FormField("primary_share"),
            FormField("verification"),
            FormField("document", rule="D03"),
            FormField("method"),
            FormField("packaging_included"),
            FormField("outbound_included"),
            FormField("geography"),
            FormField("boundary_note"),
        ),
    ),
    "recycling": (
        Recycling,
        (
            FormField("recycled_share"),
            FormField("recycled"),
            FormField("a"),
            FormField("quality_in"),
            FormField("defaults"),
            FormField("method"),
            FormField("evidence", wide=True),
        ),
    ),
    "bio_based": (
        BioBased,
        (
            FormField("share"),
            FormField("moisture"),
            FormField("carbon_fraction"),
            FormField("origin"),
        ),
    ),
    "spend": (
        Spend,
        (
            FormField("amount"),
            FormField("currency"),
            FormField("year"),
            FormField("rate"),
            FormField("rate_source"),
            FormField("price_index"),
            FormField("price_index_source"),
        ),
    ),
}
"""Kind of record and fields of its form, by the field of the line that holds it."""
