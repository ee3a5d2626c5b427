"""Order: leads a purchase through all contexts and remembers what happened to it."""
