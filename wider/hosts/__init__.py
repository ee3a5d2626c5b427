"""A shop on several hosts: network namespaces with programs of their own, on one PostgreSQL and one Valkey."""
