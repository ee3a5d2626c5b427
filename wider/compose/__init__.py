"""The compose file: loaded by the reference implementation, and its services played on this machine."""
