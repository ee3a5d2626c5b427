"""What customer takes in over HTTP."""

from rest_framework import serializers

from contexts.customer.domain import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH
from gotuto.http import Input


class RegistrationBody(Input):
    email = serializers.EmailField(max_length=EMAIL_LENGTH)
    password = serializers.CharField(
        max_length=PASSWORD_LENGTH, trim_whitespace=False, style={"input_type": "password"}
    )
    name = serializers.CharField(max_length=NAME_LENGTH)


class ProfileBody(Input):
    name = serializers.CharField(max_length=NAME_LENGTH)
    email = serializers.EmailField(max_length=EMAIL_LENGTH, help_text="What you sign in with from now on.")
