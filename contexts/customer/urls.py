from django.urls import path

from contexts.customer.accounts import api as accounts
from contexts.customer.groups import api as groups

urlpatterns = [
    path("customers/", accounts.Customers.as_view(), name="customers"),
    path("customers/me/", accounts.Me.as_view(), name="me"),
    path("customers/<uuid:customer_id>/", accounts.Customer.as_view(), name="customer"),
    path("customer-groups/", groups.CustomerGroups.as_view(), name="customer-groups"),
    path("customer-groups/<str:customer_group>/", groups.CustomerGroup.as_view(), name="customer-group"),
]
