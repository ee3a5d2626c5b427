"""Backup and restore: one file with the dump of a database, what it is a dump of, and checksums; made and taken by PostgreSQL's
own programs."""
