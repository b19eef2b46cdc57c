"""What the words of a parts list say about a part: its material, its kind, its size.

Recognises; decides nothing. `background` turns what was recognised into masses and data sets. Takes
texts and gives frozen values; may import `model`, `texts`, `units` and `errors`. Its tables stand
in `resources/recognition`, each row with its source.
"""
