"""Accounts over HTTP: everybody may open one, and each customer sees their own."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.customer.accounts import credentials, dto, queries, use_cases
from contexts.customer.accounts.domain import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH
from gotuto.http import PUBLIC, Endpoint, again, has_role, if_match, limits, may_see, operation, principal
from gotuto.http.access import CUSTOMER
from gotuto.ids import CustomerId
from gotuto.roles import Role
from gotuto.text import Password
from gotuto.text.codes import CODE_LENGTH
from gotuto.text.email_address import EmailAddress

_Email = Annotated[EmailAddress, Meta(max_length=EMAIL_LENGTH)]
_READERS = may_see("customer.customer")
_WRITERS = has_role(Role.SUPPORT)
_Name = Annotated[str, Meta(max_length=NAME_LENGTH)]


class RegistrationBody(TypedDict):
    email: _Email
    password: Annotated[Password, Meta(max_length=PASSWORD_LENGTH)]
    name: _Name


class ProfileBody(TypedDict):
    name: _Name
    email: Annotated[_Email, Meta(description="What you sign in with from now on; it takes your password.")]
    password: Annotated[
        Password, Meta(max_length=PASSWORD_LENGTH, description="Your password, for another e-mail address.")
    ]


def _with_hash(body: RegistrationBody) -> RegistrationBody:
    """The body with what is kept of the password in its place."""
    return {**body, "password": credentials.hashed_for(email=body["email"], password=body["password"])}


class Customers(Endpoint):
    @operation(
        allow=PUBLIC,
        returns=dto.Customer,
        status=201,
        replay=again(queries.get_customer),
        before=_with_hash,
        limit="registration",
        example={"email": "ada@example.com", "password": "a long and quiet river", "name": "Ada Lovelace"},
    )
    def post(self, request: Request, *, body: RegistrationBody) -> dto.Customer:
        """Open an account; an address has one only, so that a repeat without the same Idempotency-Key answers 409.

        While the shop opens no accounts, it answers 403 (`customer.registration_closed`).
        """
        return use_cases.register_oneself(
            email=body["email"], hashed=body["password"], name=body["name"], now=timezone.now()
        )


class CustomerBody(TypedDict):
    """What staff change of a customer."""

    name: NotRequired[_Name]
    email: NotRequired[Annotated[_Email, Meta(description="What they sign in with from now on.")]]
    customer_group: NotRequired[
        Annotated[
            str,
            Meta(max_length=CODE_LENGTH, description='The code of a group, whose prices they are asked; "" for none.'),
        ]
    ]


class Customer(Endpoint):
    @operation(allow=_READERS, returns=dto.Customer)
    def get(self, request: Request, *, customer_id: UUID) -> dto.Customer:
        """One customer."""
        return queries.get_customer(customer_id=CustomerId(customer_id))

    @operation(allow=_WRITERS, returns=dto.Customer, example={"customer_group": ""})
    def patch(self, request: Request, *, customer_id: UUID, body: CustomerBody) -> dto.Customer:
        """Correct a name or an address, which the former one is told, or put a customer into a group or out of it."""
        return use_cases.update_customer(
            customer_id=CustomerId(customer_id), **body, expected_version=if_match(request), now=timezone.now()
        )


class Me(Endpoint):
    @operation(allow=CUSTOMER, returns=dto.Customer)
    def get(self, request: Request) -> dto.Customer:
        """Your own account."""
        return queries.get_customer(customer_id=_me(request))

    @operation(allow=CUSTOMER, returns=dto.Customer, example={"name": "Ada King"})
    def patch(self, request: Request, *, body: ProfileBody) -> dto.Customer:
        """Change your name, or with your password the address that you sign in with; the former address is told by mail."""
        if "email" in body:
            # Whoever tries passwords or addresses here gets no further than at the sign-in.
            limits.check("login", request, account=request.user.get_username())
        return use_cases.update_own_account(
            customer_id=_me(request), **body, expected_version=if_match(request), now=timezone.now()
        )


def _me(request: Request) -> CustomerId:
    customer_id = principal(request).customer_id
    assert customer_id is not None, "CUSTOMER admits nobody without a profile."
    return customer_id
