from gotuto.modules import Figure, Grant, MenuItem, ModuleConfig, Resource
from gotuto.roles import Role


class ShippingConfig(ModuleConfig):
    name = "contexts.shipping"
    label = "shipping"
    verbose_name = "Shipping"

    grants = (
        Grant(
            Role.FULFILMENT,
            sees=("shipment",),
            does="hands parcels to the carrier, corrects their labels, and notes that they arrived",
        ),
        Grant(Role.SUPPORT, sees=("shipment",)),
    )

    resources = (Resource("shipments", named_by=("shipment_ids", "shipment_id")),)
    menu = (MenuItem("Sales", 30, "Shipments", "local_shipping", "shipping_shipment"),)
    figures = (
        Figure(
            place=20,
            title="Parcels to send",
            icon="local_shipping",
            number="SELECT count(*) FROM shipping_shipment WHERE state = 'pending'",
            model="shipping_shipment",
            query="state__exact=pending",
        ),
    )
