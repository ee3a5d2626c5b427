"""The rules of identity: plain Python, no database."""

import pytest

from contexts.customer.accounts import domain
from gotuto.roles import Role
from tests.refusals import refused


@pytest.mark.parametrize("text", ["ada@example.com", "  Ada@Example.COM ", "ADA@EXAMPLE.COM\n"])
def test_an_address_has_one_spelling(text):
    assert domain.normalised_email(text) == "ada@example.com"


@pytest.mark.parametrize(
    "text", ["ada", "ada@example", "@example.com", "a b@example.com", "ada@@example.com", "ada@example.", ""]
)
def test_what_cannot_be_an_address_is_refused(text):
    with refused("invalid", "is not an e-mail address"):
        domain.normalised_email(text)


def test_an_address_is_as_long_as_a_mail_server_takes_it():
    longest = f"{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 61}.com"
    assert len(longest) == 254
    assert domain.normalised_email(longest) == longest
    with refused("invalid"):
        domain.normalised_email(f"a{longest}")


def test_the_roles_of_somebody_are_those_of_their_groups():
    assert domain.roles_of(["stock", "billing", "friends"], is_superuser=False) == {Role.STOCK, Role.BILLING}
    assert domain.roles_of([], is_superuser=False) == set()


def test_a_superuser_has_every_role():
    assert domain.roles_of([], is_superuser=True) == set(Role)


def test_names_and_passwords_have_lengths_that_are_promised():
    assert (domain.NAME_LENGTH, domain.EMAIL_LENGTH, domain.PASSWORD_LENGTH) == (200, 254, 128)
