"""What stands around the page: rail, live panel, menu corner, status line, toast, strip."""
