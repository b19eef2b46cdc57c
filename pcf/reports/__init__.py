"""Documents on paper: PDF from one frozen result, in the document's own language.

`facts`, `contents`, `numbers` and `limits` say what a document states, in words and printed
numbers; `style`, `text`, `tables`, `blocks` and `page` how it looks. A module a document, such as
`certificate`, puts both in order. May import results and below, never engine or inventory: a
document reads a result and calculates nothing. The only place that knows reportlab.
"""
