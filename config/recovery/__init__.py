"""Backup, restore and the drill of both, for the shop as a whole: what is asked of all contexts before anybody is let in."""
