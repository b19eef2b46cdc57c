"""The verbs of the program: open, check, calculate, write documents, export. Composition only.

Heavy libraries are imported inside the verbs that need them: Brightway, pandas, reportlab and
openpyxl together cost 1.9 s, and most verbs, like the window's start, need none of them.
"""
