"""What can be done about customers and their accounts."""

from datetime import datetime

from contexts.customer.accounts import credentials, domain, dto, models, signals
from contexts.customer.accounts.errors import CustomerNotFound
from gotuto.db import lock, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CustomerId


def register_customer(*, email: str, password: str, name: str, now: datetime) -> dto.Customer:
    """Open an account for somebody who buys. Raises InvalidEmail, WeakPassword, EmailTaken."""
    email = domain.normalised_email(email)
    credentials.check_password(password, models.User(email=email))
    # Hashing is slow on purpose; done before the unit of work, it holds no transaction open.
    return _register(email=email, hashed=credentials.hashed(password), name=name, now=now)


@unit_of_work
def _register(*, email: str, hashed: str, name: str, now: datetime) -> dto.Customer:
    user = credentials.new_user(email=email, hashed=hashed, is_staff=False, is_superuser=False, now=now)
    row = models.Customer.objects.create(user=user, name=name, created_at=now, updated_at=now)
    signals.customer_registered.publish(signals.CustomerRegistered(customer_id=CustomerId(row.id), occurred_at=now))
    return row.to_dto()


@unit_of_work
def update_customer(
    *,
    customer_id: CustomerId,
    name: str | None = None,
    email: str | None = None,
    expected_version: ExpectedVersion = None,
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
        credentials.readdress(row.user, domain.normalised_email(email))
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
        return _register(email=email, hashed=credentials.hashed(password), name=name, now=now)
    credentials.ensure_password(row.user, password)
    return row.to_dto()
