"""The verbs of the command line, a module a subject, and the words that they print.

May import the workflow and what it gives; nothing imports a command but `__main__`.
"""
