"""From what the user states to unit processes and exchanges.

`build.build_inventory` walks the study once and gives an `Inventory` and findings; the other
modules each know one kind of exchange. May import model and background; knows no matrix, no
solver and no words.
"""
