"""Inventory: how much of each SKU lies in the warehouse, and for whom it is kept."""
