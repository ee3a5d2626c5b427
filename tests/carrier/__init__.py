"""A toy context that has labels printed by a carrier, and the carrier: an HTTP server of every mood."""
