"""What other contexts may ask of shipping, and nothing else."""

from contexts.shipping import errors
from contexts.shipping.queries import check_cancellable, get_shipment
from contexts.shipping.use_cases import cancel_shipment, create_shipment, restore_shipment

__all__ = ["cancel_shipment", "check_cancellable", "create_shipment", "errors", "get_shipment", "restore_shipment"]
