"""Sandboxes: servers of their own that stand for whoever is outside, in development and in tests. They know nobody."""
