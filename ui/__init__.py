"""The window: PySide6 over the workflow of `pcf`. Owns what is on screen, calculates nothing.

May import `pcf.workflow` and the frozen objects that it gives; never the engine, the inventory, the
reports or the exchange. Every edit goes through `OpenStudy.edit`; what is shown follows from it.
"""
