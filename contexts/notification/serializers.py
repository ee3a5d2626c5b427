"""What notification takes in over HTTP."""

from rest_framework import serializers

from contexts.notification.dto import Kind, State
from gotuto.http import PageQuery


class NotificationQuery(PageQuery):
    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind], required=False)
    order_id = serializers.UUIDField(required=False)
