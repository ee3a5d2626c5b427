"""What can be done about customers and their accounts."""

from datetime import datetime

from contexts.customer.accounts import credentials, domain, dto, models, signals
from contexts.customer.accounts.errors import CustomerNotFound, RegistrationClosed, UserNotFound
from contexts.customer.groups import queries as groups
from gotuto.db import lock, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.flags import is_on
from gotuto.ids import ActorId, CustomerId


def register_customer(*, email: str, password: str, name: str, now: datetime) -> dto.Customer:
    """Open an account for somebody who buys. Raises InvalidEmail, WeakPassword, EmailTaken."""
    hashed = credentials.hashed_for(email=domain.normalised_email(email), password=password)
    return open_account(email=email, hashed=hashed, name=name, now=now)


@unit_of_work
def register_oneself(*, email: str, hashed: str, name: str, now: datetime) -> dto.Customer:
    """Open an account of one's own. Raises RegistrationClosed, InvalidEmail, EmailTaken."""
    if not is_on("customer.registration"):
        raise RegistrationClosed
    return open_account(email=email, hashed=hashed, name=name, now=now)


@unit_of_work
def open_account(*, email: str, hashed: str, name: str, now: datetime) -> dto.Customer:
    """Open an account whose password is hashed already. Raises InvalidEmail, EmailTaken."""
    email = domain.normalised_email(email)
    user = credentials.new_user(email=email, hashed=hashed, is_staff=False, is_superuser=False, now=now)
    row = models.Customer.objects.create(user=user, name=name, created_at=now, updated_at=now)
    signals.customer_registered.publish(signals.CustomerRegistered(customer_id=CustomerId(row.id), occurred_at=now))
    return row.to_dto()


def update_own_account(
    *,
    customer_id: CustomerId,
    name: str | None = None,
    email: str | None = None,
    password: str = "",
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Customer:
    """What a customer changes of their own account; another address takes the password, as it opens the account.

    Raises WrongPassword, and what `update_customer` raises.
    """
    if email is not None:
        user = models.User.objects.get(customer__id=customer_id)
        if domain.normalised_email(email) != user.email:
            # Hashing is slow on purpose; done before the unit of work, it holds no row.
            credentials.prove(user, password)
    return update_customer(customer_id=customer_id, name=name, email=email, expected_version=expected_version, now=now)


def replace_password(*, user_id: ActorId, password: str, keep_tokens: bool = False, now: datetime) -> None:
    """Let another password open an account; unless they are kept, its API tokens end. Raises UserNotFound, WeakPassword."""
    user = models.User.objects.filter(id=user_id).first()
    if user is None:
        raise UserNotFound(email=str(user_id))
    credentials.check_password(password, user)
    _replace_password(user, credentials.hashed(password), keep_tokens=keep_tokens, now=now)


@unit_of_work
def _replace_password(user: models.User, hashed: str, *, keep_tokens: bool, now: datetime) -> None:
    credentials.replace_password(user, hashed, keep_tokens=keep_tokens, now=now)


@unit_of_work
def update_customer(
    *,
    customer_id: CustomerId,
    name: str | None = None,
    email: str | None = None,
    customer_group: str | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Customer:
    """Change what is given; the address is what one signs in with, and the former one is told. An empty group is none.

    Raises CustomerNotFound, InvalidEmail, EmailTaken, GroupUnknown, Stale.
    """
    row = lock(models.Customer, customer_id, missing=lambda: CustomerNotFound(customer_id=customer_id))
    check_version(expected=expected_version, actual=row.version)
    changed = [*set_changed(row, name=name)]
    if email is not None and domain.normalised_email(email) != row.user.email:
        _readdress(row, domain.normalised_email(email), now=now)
        changed.append("email")
    if customer_group is not None:
        changed += set_changed(row, customer_group=groups.known_code(code=customer_group))
    if changed:
        save_next_version(row, now=now)
        signals.customer_updated.publish(
            signals.CustomerUpdated(customer_id=customer_id, changed=tuple(changed), occurred_at=now)
        )
    return row.to_dto()


def _readdress(row: models.Customer, email: str, *, now: datetime) -> None:
    former = models.FormerEmail.objects.create(customer=row, email=row.user.email, replaced_at=now)
    credentials.readdress(row.user, email)
    signals.email_replaced.publish(
        signals.EmailReplaced(customer_id=CustomerId(row.id), former_email_id=former.id, occurred_at=now)
    )


def ensure_customer(*, email: str, password: str, name: str, now: datetime) -> dto.Customer:
    """The customer with this address, made if need be, who signs in with this password. Raises EmailTaken for staff."""
    email = domain.normalised_email(email)
    row = models.Customer.objects.select_related("user").filter(user__email=email).first()
    if row is None:
        return open_account(email=email, hashed=credentials.hashed(password), name=name, now=now)
    credentials.ensure_password(row.user, password)
    return row.to_dto()
