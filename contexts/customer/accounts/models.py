"""The tables of accounts: who signs in, and who buys."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from contexts.customer.accounts import domain, dto
from gotuto import search
from gotuto.ids import CustomerId, new_id
from gotuto.roles import Role
from gotuto.text import passwords
from gotuto.text.codes import CODE_LENGTH
from gotuto.text.email_address import spellings


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__in=spellings(username or ""))

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """For Django's `createsuperuser`, which has no clock to hand in."""
        user = self.model(
            email=domain.normalised_email(email), is_staff=True, is_superuser=True, created_at=timezone.now(), **fields
        )
        user.set_password(password)
        user.save(force_insert=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in; a customer has a profile besides, staff have none."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(max_length=domain.EMAIL_LENGTH)
    is_active = models.BooleanField(default=True, help_text="Take this away to lock somebody out.")
    is_staff = models.BooleanField(
        default=False, help_text="May enter the back office, and sees there what the roles say."
    )
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="customer_user_email"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="customer_user_email_normalised"),
        ]
        indexes = [search.document_index("email", name="customer_user_searched")]

    def __str__(self) -> str:
        return self.email

    def set_password(self, raw_password: str | None) -> None:
        """Raises UnfitText."""
        super().set_password(None if raw_password is None else passwords.password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password; one that was hashed as it was typed, before there was a normal form, is hashed anew."""
        for place, spelling in enumerate(passwords.spellings(raw_password or "")):
            if super().check_password(spelling):
                if place:
                    self.set_password(spelling)
                    self.save(update_fields=["password"])
                return True
        return False

    @cached_property
    def customer_id(self) -> CustomerId | None:
        """The profile of a customer; signing in loads it along."""
        return Customer.objects.filter(user_id=self.id).values_list("id", flat=True).first()  # type: ignore[return-value]

    @cached_property
    def customer_group(self) -> str:
        """The code of the group that a customer is in; signing in loads it along."""
        return Customer.objects.filter(user_id=self.id).values_list("customer_group", flat=True).first() or ""

    @cached_property
    def role_names(self) -> list[str]:
        """The groups; signing in loads them along."""
        return list(self.groups.values_list("name", flat=True))

    @cached_property
    def roles(self) -> frozenset[Role]:
        return domain.roles_of(self.role_names, is_superuser=self.is_superuser)


class Customer(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="customer")
    name = models.CharField(max_length=domain.NAME_LENGTH)
    # The code of the group they are in; empty for none.
    customer_group = models.CharField(max_length=CODE_LENGTH, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="customer_customer_named")]
        indexes = [
            search.document_index("name", name="customer_customer_searched"),
            models.Index(fields=["name", "id"], name="customer_customer_by_name"),
            models.Index(fields=["customer_group"], name="customer_customer_of_group", condition=~Q(customer_group="")),
        ]

    def __str__(self) -> str:
        return self.name

    def to_dto(self) -> dto.Customer:
        return dto.Customer(
            id=CustomerId(self.id),
            email=self.user.email,
            name=self.name,
            customer_group=self.customer_group,
            created_at=self.created_at,
            version=self.version,
        )


class FormerEmail(models.Model):
    """The address that somebody signed in with before; kept as long as it takes to tell it, and to ask back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="former_emails")
    email = models.EmailField(max_length=domain.EMAIL_LENGTH)
    replaced_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["replaced_at"], name="customer_formeremail_age")]

    def __str__(self) -> str:
        return self.email

    def to_dto(self) -> dto.FormerEmail:
        return dto.FormerEmail(
            id=self.id, customer_id=CustomerId(self.customer_id), email=self.email, replaced_at=self.replaced_at
        )
