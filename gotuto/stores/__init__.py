"""Addresses of the data stores: one URL each says hosts, TLS and who leads, and is read here alone; plain Python."""
