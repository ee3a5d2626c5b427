"""Order's rules in plain Python: the event-sourced order, and the cart."""
