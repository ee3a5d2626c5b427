from django.urls import path

from contexts.customer.accounts import api as views

urlpatterns = [
    path("customers/", views.Customers.as_view(), name="customers"),
    path("customers/me/", views.Me.as_view(), name="me"),
]
