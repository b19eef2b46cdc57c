"""What the user states: the study and its parts, frozen.

May import `units`, `findings` and `errors`, and nothing that knows data sets, matrices or files.
Every node has a stable random id; edits are data, and `edits.apply` is their only meaning.
"""
