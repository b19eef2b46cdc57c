"""Files in and out: study files, bills of materials, data files for customers.

Reads and writes what the model and the results state; calculates nothing. May import results and
everything before them on the walk of data, never the engine or the inventory directly.
"""
