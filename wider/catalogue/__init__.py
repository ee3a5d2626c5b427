"""Goods as people enter, price, count and buy them: each journey is played by clicks on a running instance, and says what it saw."""
