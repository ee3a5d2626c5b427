from gotuto.modules import Figure, MenuItem, ModuleConfig, Resource


class ShippingConfig(ModuleConfig):
    name = "contexts.shipping"
    label = "shipping"
    verbose_name = "Shipping"

    resources = (Resource("shipments", named_by=("shipment_ids",)),)
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
