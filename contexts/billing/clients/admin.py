"""Clients in the back office."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from contexts.billing.clients import dto, models, queries, use_cases
from contexts.billing.taxes.admin import CHECK_AGAIN, CHECK_WORDS, may_be_checked, shown_status
from contexts.billing.taxes.use_cases import check_vat_id
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.address import Address, faults
from gotuto.admin_keys import KeySelect
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import page_link
from gotuto.finding import by_id, by_words
from gotuto.form_fields import CurrencyField, EmailField, LineField, WholeNumberField
from gotuto.ids import ClientId
from gotuto.money import Money
from gotuto.roles import Role

_CREDIT = ("terms_days", "currency", "credit_limit", "on_hold", "hold_reason")
_ADDRESS = ("recipient", "line1", "line2", "postal_code", "city", "region", "country")


def _optional(**more: Any) -> LineField:
    return LineField(required=False, widget=UnfoldAdminTextInputWidget, **{"max_length": 200, **more})


class ClientForm(UseCaseForm):
    """A client with the address, if it is known."""

    instance: models.Client
    email = EmailField(max_length=254, widget=UnfoldAdminTextInputWidget)
    recipient = _optional(help_text="Who stands on the envelope.")
    line1 = _optional(label="Address line 1")
    line2 = _optional(label="Address line 2")
    postal_code = _optional(max_length=20)
    city = _optional(max_length=100)
    region = _optional(max_length=100)
    country = _optional(help_text="ISO 3166-1 alpha-2, such as DE.")

    vat_id = _optional(max_length=40, label="VAT id", help_text="Such as DE136695976; it is checked in the background.")

    currency = CurrencyField(
        required=False, widget=UnfoldAdminTextInputWidget, help_text="Such as EUR; that of the shop if it is empty."
    )

    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.Client
        fields = (
            *("name", "email", "phone", "invoices_by_mail", "language", "terms_days", "currency", "credit_limit"),
            *("on_hold", "hold_reason"),
        )
        help_texts: ClassVar[dict[str, str]] = {
            "email_proved_at": "When a guest first opened the link in a mail to it.",
            "language": "Of their documents; the seller's if none is chosen.",
            "terms_days": "Within so many days they pay; the seller's terms if it is empty.",
            "credit_limit": "The most that they may owe; an order beyond it is refused.",
            "on_hold": "Nothing new is invoiced to them: their orders are refused.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(seen_version=self.instance.version, vat_id=self.instance.vat_id or "")
        address = self._known_address()
        if address is not None:
            self.initial.update(vars(address), name=self.instance.name, phone=self.instance.phone)
            self.initial["recipient"] = address.name

    @property
    def is_known(self) -> bool:
        return not self.instance._state.adding

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if any(data.get(name) for name in _ADDRESS):
            missing = [name for name in ("recipient", "line1", "country") if not data.get(name)]
            for name in missing:
                self.add_error(name, "An address needs this.")
            address = None if missing or self.errors else _address(data)
            if address is not None and address != self._known_address():
                for name, told in faults(address).items():
                    self.add_error(name, told)
        return data

    def _known_address(self) -> Address | None:
        return self.instance.to_dto().address if self.is_known else None

    def command(self, data: dict[str, Any]) -> dto.Client:
        given = {
            "name": data["name"],
            "email": data["email"],
            "phone": data["phone"],
            "invoices_by_mail": data["invoices_by_mail"],
            "address": _address(data),
            "vat_id": data["vat_id"],
            "language": data["language"],
            "terms_days": data["terms_days"],
            "currency": data["currency"],
            "credit_limit": _limit(data["credit_limit"], data["currency"]),
            "on_hold": data["on_hold"],
            "hold_reason": data["hold_reason"],
        }
        if not self.is_known:
            return use_cases.create_client(**given, now=timezone.now())
        return use_cases.update_client(
            client_id=ClientId(self.instance.pk), **given, expected_version=data["seen_version"], now=timezone.now()
        )


def _limit(amount: Decimal | None, currency: str) -> Money | None:
    """Without a currency of their own the limit is in the shop's."""
    return None if amount is None else Money(amount, currency or settings.GOTUTO_CURRENCY)


def _address(data: dict[str, Any]) -> Address | None:
    if not data["line1"]:
        return None
    named = {name: data[name] for name in ("line1", "line2", "postal_code", "city", "region")}
    return Address(name=data["recipient"], country=data["country"].upper(), **named)


class OtherClient(Question):
    """Who the client is."""

    into = forms.ModelChoiceField(models.Client.objects.filter(merged_into=None), label="The other client")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.widget = KeySelect(models.Client._meta.get_field("merged_into"), admin.site, choices=into.choices)


class ProofFilter(admin.SimpleListFilter):
    """Guests by whether they have read a mail to their address."""

    title = "address proved"
    parameter_name = "proved"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Proved by its guest"), ("no", "Not proved")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Client]) -> QuerySet[models.Client]:
        match self.value():
            case "yes":
                return queryset.filter(email_proved_at__isnull=False)
            case "no":
                return queryset.filter(email_proved_at=None, customer_id=None)
        return queryset


class ClientAdmin(BackOffice):
    role = Role.BILLING
    creates = edits = deletes = True
    deletion = "It is deleted for good, unless there are invoices made out to it."
    form = ClientForm
    listing = queries.CLIENTS
    list_display = ("name", "email", "is_proved", "city", "is_customer", "created_at")
    list_filter = (ProofFilter,)
    finders = (by_id("id", "customer_id"), by_words(models.PEOPLE))
    # The finders search; Django wants to see fields where other pages let somebody choose a client.
    search_fields = ("name", "email")
    search_help_text = "Words of the name or of the e-mail address, or how they begin"
    ordering = ("name",)
    readonly_fields: tuple[str, ...] = ("email_proved_at", "vat_id_status", "is_customer", "merged_page", "created_at")
    actions_detail: tuple[str, ...] = ("check_vat_id", "merge")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        person: tuple[str, ...] = ("name", "email", "phone", "invoices_by_mail", "language")
        if obj is not None:
            person = (*person, *self.readonly_fields)
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": (*person, *_CREDIT)})]
        person = (*person, "vat_id", "seen_version")
        return [(None, {"fields": person}), ("Credit", {"fields": _CREDIT}), ("Address", {"fields": _ADDRESS})]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those who are somebody else are found by who asks for them, and not in the list."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and str(match.url_name).endswith(("_changelist", "autocomplete"))
        return rows.filter(merged_into=None) if is_list and "q" not in request.GET else rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Who is kept for whoever looks for them is not deleted.
        return super().has_delete_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        use_cases.delete_client(client_id=ClientId(obj.pk), now=timezone.now())

    @row_action(description=CHECK_AGAIN, words=CHECK_WORDS, when=lambda row: may_be_checked(row.vat))
    def check_vat_id(self, row: models.Client, *, now: datetime) -> None:
        assert row.vat is not None
        check_vat_id(number=row.vat.number, now=now)

    @row_action(
        description="Merge into another",
        words="All invoices go to the other client, and this one is kept for whoever looks for it. It cannot be taken back.",
        form_class=OtherClient,
        variant=ActionVariant.DANGER,
        when=lambda row: row.customer_id is None and row.merged_into_id is None,
    )
    def merge(self, row: models.Client, *, into: models.Client, now: datetime) -> None:
        use_cases.merge_clients(client_id=ClientId(row.id), into=ClientId(into.id), now=now)

    @display(description="merged into", empty_value="-")
    def merged_page(self, row: models.Client) -> str:
        other = row.merged_into
        return "" if other is None else page_link("admin:billing_client_change", other.pk, str(other))

    @display(description="what is known of the VAT id", empty_value="-")
    def vat_id_status(self, row: models.Client) -> str:
        vat = row.vat
        if vat is None:
            return ""
        page = page_link("admin:billing_vatid_change", vat.number, vat.number)
        return format_html("{} {}", page, shown_status(vat.status()))

    @display(description="address proved", boolean=True)
    def is_proved(self, row: models.Client) -> bool | None:
        return None if row.customer_id else row.email_proved_at is not None

    @display(description="city")
    def city(self, row: models.Client) -> str:
        address = row.to_dto().address
        return "" if address is None else address.city

    @display(description="customer", boolean=True)
    def is_customer(self, row: models.Client) -> bool:
        return row.customer_id is not None
