"""Documents on paper: PDF from one frozen result, in the document's own language.

What a document says stands in `facts` (words and numbers, no layout), how it looks in `style`,
`text`, `blocks` and `page`; a module a document, such as `certificate`, puts both in order.
May import results and below, never engine or inventory: a document reads a result and calculates
nothing. The only place that knows reportlab.
"""
