"""Shipping: parcels on their way from the warehouse to the buyer."""
