"""The drill: a backup is restored beside the shop, on servers of its own, and has to go on through orders and faults."""
