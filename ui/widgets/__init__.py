"""Controls that pages are made of: forms, tables, cells, cards. They know fields, no page."""
