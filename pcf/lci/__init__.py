"""Life cycle inventory databases that users bring: read, repaired, linked, and told what was done.

One reader a format gives processes as they stand in the file (`records`); what follows is the same
for all: outputs are shared out (`multi_output`), inputs are linked (`linking`), greenhouse gases
are recognised (`greenhouse_gases`), and a `Database` comes of it (`build`). What is changed or left
out on the way is kept in a `Log`; nothing is lost without a line there.

May import `background` and what lies below it. Nothing here runs in the window's own process.
"""
