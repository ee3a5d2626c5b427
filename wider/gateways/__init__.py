"""Gateways outside a cluster, and those of a cluster played outside of one."""
