"""Everything of Cradlegate that exists without a window.

The walk of data goes one way: what the user states (`model`) becomes unit processes and exchanges
(`inventory`), is solved (`engine`) and reported as one frozen result (`results`) which every
document and file reads. Nothing further along that walk changes anything before it.
No module here imports Qt.
"""
