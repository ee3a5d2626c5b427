"""Sellers in the back office: a form for what stands on documents; each saving is a version that documents keep."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from contexts.billing.sellers import dto, models, use_cases
from contexts.billing.sellers.dto import Bank, Registration, Scheme, Seller
from gotuto.address import Address
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.form_fields import EmailField, LineField, ProseField, WholeNumberField
from gotuto.roles import Role

_ADDRESS = ("recipient", "line1", "line2", "postal_code", "city", "region", "country")
_LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}


def _line(most: int = 200, **more: Any) -> LineField:
    return LineField(**{"required": False, "max_length": most, "widget": UnfoldAdminTextInputWidget, **more})


def _prose(**more: Any) -> ProseField:
    return ProseField(required=False, max_length=1000, widget=UnfoldAdminTextareaWidget, **more)


class SellerForm(UseCaseForm):
    """All that a seller says of themselves."""

    instance: models.LegalEntity
    called_here = {"bank": "iban", "patterns": "invoice_numbers"}

    code = _line(
        16, required=True, label="Code", help_text="Of the books: `main` sells through the shop. Never changed."
    )
    name = _line(required=True)
    recipient = _line(label="Name in the address", help_text="The seller's, if it is left empty.")
    line1, line2 = _line(label="Address line 1"), _line(label="Address line 2")
    postal_code, city, region = _line(20), _line(100), _line(100)
    country = _line(2, help_text="ISO 3166-1 alpha-2, such as DE.")
    vat_id = _line(20, label="VAT id")
    tax_number = _line(40, help_text="As the tax office knows the seller.")
    register_entry = _line(help_text="Such as Amtsgericht Hamburg, HRB 12345.")
    registrations = _prose(
        help_text="In other countries, a line each: FR FR12345678901, or FR oss for the one-stop shop."
    )
    is_small_enterprise = forms.BooleanField(
        required=False, widget=UnfoldBooleanSwitchWidget, label="Small enterprise",
        help_text="Charges no tax (directive 2006/112, art. 284; in Germany § 19 UStG).",
    )  # fmt: skip
    email = EmailField(required=False, max_length=254, widget=UnfoldAdminTextInputWidget)
    phone, website = _line(40), _line()
    iban, bic = _line(42, label="IBAN"), _line(11, label="BIC", help_text="Mostly the IBAN tells it.")
    holder, bank_name = _line(70, label="Account holder"), _line(100, label="Bank")
    terms_days = WholeNumberField(
        required=False, min_value=0, max_value=365, widget=UnfoldAdminIntegerFieldWidget,
        label="Days to pay", help_text="Empty for GOTUTO_PAYMENT_TERMS_DAYS.",
    )  # fmt: skip
    terms = _prose(help_text="Stands below the amounts of each invoice.")
    footer1, footer2, footer3 = (_prose(label=f"Footer, column {number}") for number in (1, 2, 3))
    logo = forms.FileField(
        required=False, widget=UnfoldAdminFileFieldWidget, help_text="A PNG or JPEG picture, 200 kB."
    )
    language = forms.ChoiceField(choices=list(_LANGUAGES.items()), widget=UnfoldAdminSelectWidget)
    time_zone = _line(64, help_text="It decides the dates of documents. Empty for GOTUTO_TIME_ZONE.")
    invoice_numbers = _line(40, required=True, initial=dto.PATTERNS["invoice"])
    credit_note_numbers = _line(40, required=True, initial=dto.PATTERNS["credit_note"])

    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.LegalEntity
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            known = self.instance.to_dto()
            self.initial.update(_initial(known.seller), seen_version=known.version)
            self.fields["code"].disabled = True

    def command(self, data: dict[str, Any]) -> Any:
        former = None if self.instance._state.adding else self.instance.to_dto().seller
        use_cases.describe_seller(
            seller=_seller(data, logo=_logo(data, former)),
            actor=acting(),
            expected_version=data["seen_version"],
            now=timezone.now(),
        )
        return _Saved(data["code"])


def _logo(data: dict[str, Any], former: Seller | None) -> str:
    if data["logo"]:
        return use_cases.keep_logo(logo=data["logo"].read())
    return "" if former is None else former.logo


class _Saved:
    """What a form's command answers: the key of the row."""

    def __init__(self, code: str) -> None:
        self.id = code


def _seller(data: dict[str, Any], *, logo: str) -> Seller:
    address = None
    if data["line1"]:
        given = {name: data[name] for name in ("line1", "line2", "postal_code", "city", "region")}
        address = Address(name=data["recipient"] or data["name"], country=data["country"].upper(), **given)
    bank = Bank(iban=data["iban"], bic=data["bic"], holder=data["holder"], name=data["bank_name"])
    same = ("name", "vat_id", "tax_number", "register_entry", "is_small_enterprise", "email", "phone", "website",
            "terms_days", "terms")  # fmt: skip
    return Seller(
        legal_entity=data["code"],
        address=address,
        bank=bank if bank.iban else None,
        registrations=tuple(_registration(line) for line in data["registrations"].splitlines() if line.strip()),
        footer=tuple(text for text in (data["footer1"], data["footer2"], data["footer3"]) if text),
        logo=logo,
        language=data["language"],
        time_zone=data["time_zone"],
        patterns={"invoice": data["invoice_numbers"], "credit_note": data["credit_note_numbers"]},
        **{name: data[name] for name in same},
    )


def _registration(line: str) -> Registration:
    country, *rest = line.split()
    scheme = Scheme.OSS if "oss" in rest else Scheme.LOCAL
    return Registration(country=country.upper(), vat_id="".join(one for one in rest if one != "oss"), scheme=scheme)


def _initial(seller: Seller) -> dict[str, Any]:
    address, bank = seller.address, seller.bank
    shown = {**vars(seller), "code": seller.legal_entity}
    if address is not None:
        shown |= {**{name: getattr(address, name) for name in _ADDRESS[1:]}, "recipient": address.name}
    if bank is not None:
        shown |= {"iban": bank.iban, "bic": bank.bic, "holder": bank.holder, "bank_name": bank.name}
    shown["registrations"] = "\n".join(
        " ".join(filter(None, (one.country, one.vat_id, "oss" if one.scheme is Scheme.OSS else "")))
        for one in seller.registrations
    )
    shown |= {f"footer{number}": text for number, text in enumerate(seller.footer, start=1)}
    shown |= {"invoice_numbers": seller.patterns["invoice"], "credit_note_numbers": seller.patterns["credit_note"]}
    return shown | {"logo": None}


class SellerAdmin(BackOffice):
    role = Role.BILLING
    creates = edits = True
    form = SellerForm
    list_display = ("code", "seller_name", "shown_vat_id", "shown_iban", "lacks")
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.LegalEntity]:
        rows: QuerySet[models.LegalEntity] = super().get_queryset(request)
        return rows.select_related("seller")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (None, {"fields": ("code", "name", "logo", "language", "time_zone", "seen_version")}),
            ("Address", {"fields": _ADDRESS}),
            (
                "Taxes and registers",
                {"fields": ("vat_id", "tax_number", "register_entry", "registrations", "is_small_enterprise")},
            ),
            ("Contact", {"fields": ("email", "phone", "website")}),
            ("Bank", {"fields": ("iban", "bic", "holder", "bank_name")}),
            ("Terms", {"fields": ("terms_days", "terms", "footer1", "footer2", "footer3")}),
            ("Numbers", {"fields": ("invoice_numbers", "credit_note_numbers")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else self.list_display

    @display(description="name")
    def seller_name(self, row: models.LegalEntity) -> str:
        return row.to_dto().seller.name

    @display(description="VAT id")
    def shown_vat_id(self, row: models.LegalEntity) -> str:
        return row.to_dto().seller.vat_id

    @display(description="IBAN")
    def shown_iban(self, row: models.LegalEntity) -> str:
        bank = row.to_dto().seller.bank
        return "" if bank is None else bank.iban

    @display(description="an invoice lacks")
    def lacks(self, row: models.LegalEntity) -> str:
        return ", ".join(row.to_dto().missing)
