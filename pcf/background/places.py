"""Which region a country lies in, where data sets are made for regions."""

EUROPE = "EUR"
"""How the shipped tables name Europe."""

# Member states of EU and EFTA, and the United Kingdom: what European averages stand for.
_EUROPEAN = frozenset(
    [
        "AUT",
        "BEL",
        "BGR",
        "CHE",
        "CYP",
        "CZE",
        "DEU",
        "DNK",
        "ESP",
        "EST",
        "FIN",
        "FRA",
        "GBR",
        "GRC",
        "HRV",
        "HUN",
        "IRL",
        "ISL",
        "ITA",
        "LIE",
        "LTU",
        "LUX",
        "LVA",
        "MLT",
        "NLD",
        "NOR",
        "POL",
        "PRT",
        "ROU",
        "SVK",
        "SVN",
        "SWE",
    ]
)


def region_of(country: str) -> str:
    """Give the region of a country (ISO 3166-1 alpha-3), "" if no data set is made for one."""
    return EUROPE if country in _EUROPEAN else ""
