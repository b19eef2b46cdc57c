"""The letters of the formulas, as methods and documents write them; `_` begins a subscript."""

SYMBOLS = {
    "production": "P",
    "delivery": "T_n",
    "new_life": "L_n",
    "new_use": "u_n",
    "life": "L_r",
    "use": "u_r",
    "share": "s",
    "refurbishing": "G",
    "collection": "T_col",
    "replaced_parts": "K",
    "redistribution": "T_red",
    "packing": "Z",
    "success": "y",
    "equivalence": "q",
    "rebound": "ρ",
}
"""The letter of each number of a life, in the order in which they are printed."""

YEARS = frozenset({"new_life", "life"})
PER_YEAR = frozenset({"new_use", "use"})
SHARES = frozenset({"share", "success", "equivalence", "rebound"})

FORMULAS = {
    "avoided": "AE = [(1 − ρ) · d · q · A_n − A_r] · L_r",
    "new_year": "A_n = (P + T_n) / L_n + u_n",
    "refurbished_year": "A_r = [s · (P + T_n) + (G + T_col) / y + K + T_red + Z] / L_r + u_r",
    "break_even": "d* = A_r / [(1 − ρ) · q · A_n]",
}


def unit_of(name: str) -> str:
    """Give the unit of a number of a life, `1` for a share."""
    if name in YEARS:
        return "a"
    if name in PER_YEAR:
        return "kg CO₂e/a"
    return "1" if name in SHARES else "kg CO₂e"
