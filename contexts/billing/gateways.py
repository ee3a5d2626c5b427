"""The outbound destinations of all topics, which every process knows from its start."""

from contexts.billing.documents.gateways import storage

__all__ = ["storage"]
