"""Addresses of carts and orders below /api/v1/."""

from django.urls import path

from contexts.order import api as views
from contexts.order.carts.api import CartDetail, CartItemDetail, CartItems, Carts

urlpatterns = [
    path("carts/", Carts.as_view(), name="carts"),
    path("carts/<uuid:cart_id>/", CartDetail.as_view(), name="cart"),
    path("carts/<uuid:cart_id>/items/", CartItems.as_view(), name="cart-items"),
    path("carts/<uuid:cart_id>/items/<str:sku>/", CartItemDetail.as_view(), name="cart-item"),
    path("orders/", views.Orders.as_view(), name="orders"),
    path("orders/<uuid:order_id>/", views.OrderDetail.as_view(), name="order"),
    path("orders/<uuid:order_id>/events/", views.OrderEvents.as_view(), name="order-events"),
    path("orders/<uuid:order_id>/cancel/", views.OrderCancellation.as_view(), name="order-cancel"),
    path("orders/<uuid:order_id>/payment-attempts/", views.PaymentAttempts.as_view(), name="order-payment-attempts"),
]
