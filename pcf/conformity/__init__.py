"""Checks of a study and its result against the standard's and the product's rules.

Each module gives `Finding`s and never raises. May import results and below.
"""
