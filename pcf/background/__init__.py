"""The data sets that a study can draw on: shipped tables, later imported databases and suppliers.

Three kinds behind one record, `dataset.DataSet`. May import the model; knows no inventory, no
matrix and no result. The background is never edited and takes nothing from the foreground.
"""
