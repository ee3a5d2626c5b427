"""The private PostgreSQL and Valkey of one instance, and the supervisor that runs GoTuto on them.

Free of Django: it starts the other programs by name. `python -m gotuto.runtime up` is what `make up` calls.
"""
