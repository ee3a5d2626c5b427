"""The deployable: settings, addresses, processes; it may know every context."""
