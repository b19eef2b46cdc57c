"""Charts of results: layouts that window, export and report share. Reads results, changes nothing.

May import results and what they import; no Qt.
"""
