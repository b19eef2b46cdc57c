"""The one frozen result, and every way of looking at it.

Page, document and exchange file read the same `result.PcfResult` and format numbers with the same
functions of `display`; nothing is recomputed for display. May import inventory and below.
"""
