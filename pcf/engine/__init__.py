"""Solves the inventory: once for the record through Brightway, and fast for every edit.

`brightway` alone imports bw2calc. `foreground` needs NumPy and SciPy only and works on kept
intensities of the background; both must agree within 1e-9 of the sum of absolute contributions.
"""
