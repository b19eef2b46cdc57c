"""The verbs from a parts list to a study: new, match, review, merge. Composition only."""
