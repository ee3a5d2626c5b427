"""Domain of value added tax: rates, territories, the decision table, and pricing of whole documents. Plain Python and data."""
