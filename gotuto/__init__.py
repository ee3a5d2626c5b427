"""The shared kernel: what every bounded context stands on; it knows none of them."""
