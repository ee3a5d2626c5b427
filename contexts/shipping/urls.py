from django.urls import path

from contexts.shipping import views

urlpatterns = [
    path("shipments/", views.Shipments.as_view(), name="shipments"),
    path("shipments/<uuid:shipment_id>/", views.Shipment.as_view(), name="shipment"),
    path("shipments/<uuid:shipment_id>/picking-list/", views.Picking.as_view(), name="shipment-picking-list"),
    path("shipments/<uuid:shipment_id>/dispatch/", views.Dispatch.as_view(), name="shipment-dispatch"),
    path("shipments/<uuid:shipment_id>/deliver/", views.Deliver.as_view(), name="shipment-deliver"),
]
