"""Dialogs: for what can't be said in place."""
