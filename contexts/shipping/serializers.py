"""What shipping takes in over HTTP."""

from rest_framework import serializers

from contexts.shipping.dto import ShipmentState
from gotuto.http import Input, PageQuery

NAME_LENGTH = 100


class ShipmentQuery(PageQuery):
    order_id = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=[state.value for state in ShipmentState], required=False)


class DispatchBody(Input):
    carrier = serializers.CharField(max_length=NAME_LENGTH, required=False, allow_blank=True)
    tracking_number = serializers.CharField(max_length=NAME_LENGTH, required=False, allow_blank=True)
