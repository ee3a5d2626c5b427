"""Documents on paper: pure functions from an issued document to a PDF. Import it where one is made: it loads fpdf2."""

from contexts.billing.documents.pdf.render import render

__all__ = ["render"]
