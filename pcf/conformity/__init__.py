"""Checks of a study and its result against the standard's and the product's rules.

Each module knows one subject, takes a `case.Case` or a result, gives `Finding`s and never raises;
`checklist` judges them by the table of rows. May import results and below.
"""
