"""What can be done about people, their accounts and the tokens of their programs."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from contexts.customer import domain, dto, models, signals
from contexts.customer.errors import (
    CustomerNotFound,
    EmailTaken,
    NotStaff,
    TokenNotFound,
    TokenTaken,
    UserNotFound,
    WeakPassword,
)
from gotuto.db import lock, sqlstate, unit_of_work
from gotuto.errors import check_version
from gotuto.ids import ActorId, CustomerId
from gotuto.roles import Role

_UNIQUE_VIOLATION = "23505"


def register_customer(*, email: str, password: str, name: str, now: datetime) -> dto.Customer:
    """Open an account for somebody who buys. Raises InvalidEmail, WeakPassword, EmailTaken."""
    email = domain.normalised_email(email)
    _check_password(password, models.User(email=email))
    # Hashing is slow on purpose; done before the unit of work, it holds no transaction open.
    return _register(email=email, hashed=make_password(password), name=name, now=now)


@unit_of_work
def _register(*, email: str, hashed: str, name: str, now: datetime) -> dto.Customer:
    user = _new_user(email=email, hashed=hashed, is_staff=False, is_superuser=False, now=now)
    row = models.Customer.objects.create(user=user, name=name, created_at=now, updated_at=now)
    signals.customer_registered.publish(signals.CustomerRegistered(customer_id=CustomerId(row.id), occurred_at=now))
    return row.to_dto()


@unit_of_work
def update_customer(
    *,
    customer_id: CustomerId,
    name: str | None = None,
    email: str | None = None,
    expected_version: int | None = None,
    now: datetime,
) -> dto.Customer:
    """Change what is given; the address is what one signs in with. Raises CustomerNotFound, InvalidEmail, EmailTaken, Stale."""
    row = lock(models.Customer, customer_id, missing=lambda: CustomerNotFound(customer_id=customer_id))
    check_version(expected=expected_version, actual=row.version)
    changed: list[str] = []
    if name is not None and name != row.name:
        row.name = name
        changed.append("name")
    if email is not None and domain.normalised_email(email) != row.user.email:
        _readdress(row.user, domain.normalised_email(email))
        changed.append("email")
    if changed:
        row.version += 1
        row.updated_at = now
        row.save(force_update=True)
        signals.customer_updated.publish(
            signals.CustomerUpdated(customer_id=customer_id, changed=tuple(changed), occurred_at=now)
        )
    return row.to_dto()


def ensure_customer(*, email: str, password: str, name: str, now: datetime) -> dto.Customer:
    """The customer with this address, made if need be, who signs in with this password. Raises EmailTaken for staff."""
    email = domain.normalised_email(email)
    row = models.Customer.objects.select_related("user").filter(user__email=email).first()
    if row is None:
        return _register(email=email, hashed=make_password(password), name=name, now=now)
    _ensure_password(row.user, password)
    return row.to_dto()


def create_staff(
    *, email: str, password: str, roles: Collection[Role], is_superuser: bool = False, now: datetime
) -> dto.Staff:
    """Let somebody into the back office. Raises InvalidEmail, WeakPassword, EmailTaken."""
    email = domain.normalised_email(email)
    _check_password(password, models.User(email=email))
    return _employ(email=email, hashed=make_password(password), roles=roles, is_superuser=is_superuser, now=now)


def ensure_staff(
    *, email: str, password: str, roles: Collection[Role], is_superuser: bool = False, now: datetime
) -> dto.Staff:
    """The member of staff with this address, made if need be, with this password and these roles.

    Raises InvalidEmail, and EmailTaken for a customer's address.
    """
    email = domain.normalised_email(email)
    user = models.User.objects.filter(email=email).first()
    if user is None:
        return _employ(email=email, hashed=make_password(password), roles=roles, is_superuser=is_superuser, now=now)
    if user.customer_id is not None:
        raise EmailTaken(email=email)
    _ensure_password(user, password)
    return _appoint(user, roles=roles, is_superuser=is_superuser)


def update_access(
    *,
    user_id: ActorId,
    is_active: bool,
    roles: Collection[Role] = (),
    is_superuser: bool = False,
    password: str | None = None,
) -> dto.Staff:
    """Let somebody in or lock him out, say what he may change, give him a new password.

    Raises UserNotFound, WeakPassword, and NotStaff when a customer is to get roles.
    """
    user = models.User.objects.filter(id=user_id).first()
    if user is None:
        raise UserNotFound(email=str(user_id))
    if user.customer_id is not None and (roles or is_superuser):
        raise NotStaff(email=user.email)
    if password:
        _check_password(password, user)
    return _grant(user, is_active, roles, is_superuser, make_password(password) if password else user.password)


@unit_of_work
def _grant(user: models.User, is_active: bool, roles: Collection[Role], is_superuser: bool, hashed: str) -> dto.Staff:
    models.User.objects.filter(id=user.id).update(is_active=is_active, is_superuser=is_superuser, password=hashed)
    return _give(user, roles)


@unit_of_work
def _employ(*, email: str, hashed: str, roles: Collection[Role], is_superuser: bool, now: datetime) -> dto.Staff:
    user = _new_user(email=email, hashed=hashed, is_staff=True, is_superuser=is_superuser, now=now)
    return _appoint(user, roles=roles, is_superuser=is_superuser)


@unit_of_work
def _appoint(user: models.User, *, roles: Collection[Role], is_superuser: bool) -> dto.Staff:
    models.User.objects.filter(id=user.id).update(is_staff=True, is_superuser=is_superuser)
    return _give(user, roles)


def _give(user: models.User, roles: Collection[Role]) -> dto.Staff:
    user.groups.set(Group.objects.filter(name__in=[Role(role).value for role in roles]))
    return models.User.objects.get(id=user.id).to_staff()


@unit_of_work
def create_token(*, email: str, name: str, expires_at: datetime | None = None, now: datetime) -> dto.NewToken:
    """Make a token for somebody's programs; its secret is told this once. Raises UserNotFound."""
    user = _user(email)
    secret = domain.new_secret()
    row = models.ApiToken.objects.create(
        user=user, name=name, digest=domain.digest(secret), created_at=now, expires_at=expires_at
    )
    return dto.NewToken(token=row.to_dto(), secret=secret)


@unit_of_work
def install_token(*, email: str, name: str, secret: str, now: datetime) -> dto.Token:
    """Let a secret that is set from outside open an account; it replaces an earlier one of the same name.

    Raises UserNotFound, TokenTaken when the secret opens another account.
    """
    user = _user(email)
    row, _ = models.ApiToken.objects.get_or_create(
        digest=domain.digest(secret), defaults={"user": user, "name": name, "created_at": now}
    )
    if row.user_id != user.id:
        raise TokenTaken
    models.ApiToken.objects.filter(user=user, name=name, revoked_at__isnull=True).exclude(id=row.id).update(
        revoked_at=now
    )
    return row.to_dto()


@unit_of_work
def revoke_token(*, token_id: UUID, now: datetime) -> dto.Token:
    """Make a token worthless at once; the first time counts. Raises TokenNotFound."""
    row = lock(models.ApiToken, token_id, missing=lambda: TokenNotFound(token_id=token_id))
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
    return row.to_dto()


def _user(email: str) -> models.User:
    user = models.User.objects.filter(email=domain.normalised_email(email)).first()
    if user is None:
        raise UserNotFound(email=email)
    return user


def _new_user(*, email: str, hashed: str, is_staff: bool, is_superuser: bool, now: datetime) -> models.User:
    user = models.User(email=email, password=hashed, is_staff=is_staff, is_superuser=is_superuser, created_at=now)
    with _no_other_has(email):
        user.save(force_insert=True)
    return user


def _readdress(user: models.User, email: str) -> None:
    user.email = email
    with _no_other_has(email):
        user.save(update_fields=["email"])


def _ensure_password(user: models.User, password: str) -> None:
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])


def _check_password(password: str, user: models.User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weakness:
        raise WeakPassword(" ".join(weakness.messages)) from None


@contextmanager
def _no_other_has(email: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if sqlstate(error) != _UNIQUE_VIOLATION:
            raise
        raise EmailTaken(email=email) from None
