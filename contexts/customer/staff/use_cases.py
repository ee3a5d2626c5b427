"""What can be done about staff: who is let in, and what they may change."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group

from contexts.customer.accounts import credentials, domain, models
from contexts.customer.accounts.errors import EmailTaken, UserNotFound
from contexts.customer.staff import dto
from contexts.customer.staff.errors import NotStaff
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.ids import ActorId
from gotuto.roles import Role


def create_staff(
    *, email: str, password: str, roles: Collection[Role], is_superuser: bool = False, now: datetime
) -> dto.Staff:
    """Let somebody into the back office. Raises InvalidEmail, WeakPassword, EmailTaken."""
    email = domain.normalised_email(email)
    credentials.check_password(password, models.User(email=email))
    return _insert_staff(
        email=email, hashed=credentials.hashed(password), roles=roles, is_superuser=is_superuser, now=now
    )


def ensure_staff(
    *, email: str, password: str, roles: Collection[Role], is_superuser: bool = False, now: datetime
) -> dto.Staff:
    """The member of staff with this address, made if need be, with this password and these roles.

    Raises InvalidEmail, and EmailTaken for a customer's address.
    """
    email = domain.normalised_email(email)
    user = models.User.objects.filter(email=email).first()
    if user is None:
        return _insert_staff(
            email=email, hashed=credentials.hashed(password), roles=roles, is_superuser=is_superuser, now=now
        )
    if user.customer_id is not None:
        raise EmailTaken(email=email)
    credentials.ensure_password(user, password)
    return _make_staff(user, roles=roles, is_superuser=is_superuser)


def update_access(
    *,
    user_id: ActorId,
    is_active: bool,
    roles: Collection[Role] = (),
    is_superuser: bool = False,
    password: str | None = None,
    keep_tokens: bool = False,
    now: datetime,
) -> dto.Staff:
    """Let somebody in or out, say what they may change, set a new password, with which API tokens end unless they are kept.

    Raises UserNotFound, WeakPassword, and NotStaff when a customer is to get roles.
    """
    user = models.User.objects.filter(id=user_id).first()
    if user is None:
        raise UserNotFound(email=str(user_id))
    if user.customer_id is not None and (roles or is_superuser):
        raise NotStaff(email=user.email)
    if password:
        credentials.check_password(password, user)
    hashed = credentials.hashed(password) if password else ""
    return _save_access(user, is_active, roles, is_superuser, hashed, keep_tokens=keep_tokens, now=now)


@unit_of_work
def _save_access(
    user: models.User,
    is_active: bool,
    roles: Collection[Role],
    is_superuser: bool,
    hashed: str,
    *,
    keep_tokens: bool,
    now: datetime,
) -> dto.Staff:
    models.User.objects.filter(id=user.id).update(is_active=is_active, is_superuser=is_superuser)
    if hashed:
        credentials.replace_password(user, hashed, keep_tokens=keep_tokens, now=now)
    return _set_roles(user, roles)


@unit_of_work
def _insert_staff(*, email: str, hashed: str, roles: Collection[Role], is_superuser: bool, now: datetime) -> dto.Staff:
    user = credentials.new_user(email=email, hashed=hashed, is_staff=True, is_superuser=is_superuser, now=now)
    return _make_staff(user, roles=roles, is_superuser=is_superuser)


@unit_of_work
def _make_staff(user: models.User, *, roles: Collection[Role], is_superuser: bool) -> dto.Staff:
    models.User.objects.filter(id=user.id).update(is_staff=True, is_superuser=is_superuser)
    return _set_roles(user, roles)


def _set_roles(user: models.User, roles: Collection[Role]) -> dto.Staff:
    user.groups.set(Group.objects.filter(name__in=[Role(role).value for role in roles]))
    known = _to_dto(models.User.objects.get(id=user.id))
    audit_log.record(
        "access_set",
        account=known.id,
        roles=sorted(Role(role).value for role in roles),
        is_superuser=known.is_superuser,
        is_active=known.is_active,
    )
    return known


def _to_dto(user: models.User) -> dto.Staff:
    return dto.Staff(
        id=ActorId(user.id),
        email=user.email,
        is_active=user.is_active,
        is_superuser=user.is_superuser,
        roles=user.roles,
    )
