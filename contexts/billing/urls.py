from django.urls import path

from contexts.billing import views

urlpatterns = [
    path("invoices/", views.Invoices.as_view(), name="invoices"),
    path("invoices/<uuid:invoice_id>/", views.Invoice.as_view(), name="invoice"),
    path("invoices/<uuid:invoice_id>/payments/", views.Payments.as_view(), name="payments"),
    path("clients/", views.Clients.as_view(), name="clients"),
    path("clients/<uuid:client_id>/", views.Client.as_view(), name="client"),
]
