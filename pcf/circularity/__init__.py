"""What refurbishment and other circular measures avoid: arithmetic on results and plain inputs.

May import `results` and what lies below it, never the engine: where a case needs a footprint,
the workflow solves it first and hands the result in. All that comes out belongs to the ledger of
avoided emissions; there is no function that adds it to a footprint.
"""
