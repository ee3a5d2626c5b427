"""Differences that are meant: each exactly as the test words it, with the reason for whoever is hit by it."""

ALLOWED: dict[str, str] = {}
