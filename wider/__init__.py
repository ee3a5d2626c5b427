"""Wider checks: what needs tools beyond the locks, such as a browser, npm or a database client."""
