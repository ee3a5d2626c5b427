"""The table of clients."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from contexts.billing.clients import dto
from contexts.billing.sellers.dto import Language
from contexts.billing.taxes.models import VatId
from gotuto import search
from gotuto.address import Address
from gotuto.events import decode
from gotuto.ids import ClientId, CustomerId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField

# Whom a client is, as people search for them.
PEOPLE = "name || ' ' || email"

# Guests who have read what was mailed to their address, and are no others.
PROVED = Q(email_proved_at__isnull=False, customer_id=None, merged_into=None)

LANGUAGES = [(language.value, language.value) for language in Language]


class Client(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer_id = models.UUIDField(null=True, blank=True, editable=False)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    # When a guest first showed that mails to this address reach them.
    email_proved_at = models.DateTimeField("address proved", null=True, blank=True, editable=False)
    phone = models.CharField(max_length=40, blank=True)
    address = models.JSONField(null=True, blank=True)
    # A VAT id is entered before the client, and never deleted: nobody has to look whether it is there.
    vat = models.ForeignKey(
        VatId,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_column="vat_id",
        db_constraint=False,
        db_index=False,
    )
    invoices_by_mail = models.BooleanField(default=True, db_default=True)
    # ISO 639-1; the seller's where it is empty.
    language = models.CharField(max_length=2, choices=LANGUAGES, default="", db_default="", blank=True)
    # Days until what they are sent is due; the seller's where there are none.
    terms_days = models.SmallIntegerField(null=True, blank=True)
    currency = CurrencyField(default="", db_default="", blank=True)
    # Nothing new is invoiced to them, and why.
    on_hold = models.BooleanField(default=False, db_default=False)
    hold_reason = models.CharField(max_length=300, default="", db_default="", blank=True)
    # What they may owe at most, in their currency.
    credit_limit = AmountField(null=True, blank=True)
    # Who they were found to be; their documents are there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True, db_index=False, editable=False
    )
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer_id=None) | Q(customer_id=F("id")), name="billing_client_shares_customer_id"
            ),
            models.CheckConstraint(
                condition=Q(credit_limit=None) | Q(credit_limit__gte=0) & ~Q(currency=""),
                name="billing_client_limit_in_a_currency",
            ),
            models.CheckConstraint(condition=Q(terms_days=None) | Q(terms_days__gte=0), name="billing_client_terms"),
            models.UniqueConstraint(Lower("email"), condition=PROVED, name="billing_client_one_per_proved_email"),
        ]
        indexes = [
            models.Index(fields=["email"], name="billing_client_by_email"),
            models.Index(fields=["name", "id"], name="billing_client_by_name"),
            models.Index(fields=["name", "id"], name="billing_client_on_hold", condition=Q(on_hold=True)),
            models.Index(fields=["created_at", "id"], name="billing_client_by_time"),
            models.Index(fields=["merged_into"], name="billing_client_merged", condition=Q(merged_into__isnull=False)),
            search.document_index(PEOPLE, name="billing_client_searched"),
            BrinIndex(fields=["updated_at"], name="billing_client_changed", autosummarize=True, pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    def awaits_proof(self, email: str) -> bool:
        """Whether it would be news of this client that somebody reads what is mailed to an address.

        Not of a customer, who has an account, nor where the address is another one by now. A client with whom staff agreed
        a hold or a limit stays as it is: nobody leaves these behind by becoming somebody else.
        """
        is_another = self.customer_id is not None or self.merged_into_id is not None
        is_agreed = self.on_hold or self.credit_limit is not None
        is_news = self.email_proved_at is None and self.email != "" and self.email.lower() == email.lower()
        return is_news and not (is_another or is_agreed)

    def to_dto(self) -> dto.Client:
        return dto.Client(
            id=ClientId(self.id),
            name=self.name,
            email=self.email,
            email_proved_at=self.email_proved_at,
            phone=self.phone,
            address=None if self.address is None else decode(Address, self.address),
            vat_id=self.vat_id or "",
            vat_id_status=None if self.vat is None else self.vat.status(),
            invoices_by_mail=self.invoices_by_mail,
            language=self.language,
            terms_days=self.terms_days,
            currency=self.currency,
            on_hold=self.on_hold,
            hold_reason=self.hold_reason,
            credit_limit=None if self.credit_limit is None else Money(self.credit_limit, self.currency),
            merged_into_id=None if self.merged_into_id is None else ClientId(self.merged_into_id),
            customer_id=None if self.customer_id is None else CustomerId(self.customer_id),
            created_at=self.created_at,
            version=self.version,
        )
