"""Suppliers in the back office, and what each of them has."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from contexts.inventory.suppliers import domain, dto, models, queries, use_cases
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.display import badge, money
from gotuto.finding import by_name
from gotuto.form_fields import CurrencyField, EmailField, LineField, NumberField, WholeNumberField
from gotuto.ids import Sku, SupplierId
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money
from gotuto.roles import Role
from gotuto.text import codes


def _number(**more: Any) -> WholeNumberField:
    return WholeNumberField(widget=UnfoldAdminIntegerFieldWidget, **more)


if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[models.Supplier]
else:
    _Choice = forms.ModelChoiceField


class SupplierField(_Choice):
    """One of those of whom something is bought, by name and not by code alone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(models.Supplier.objects.filter(archived_at=None), widget=UnfoldAdminSelectWidget, **more)

    def label_from_instance(self, obj: models.Supplier) -> str:
        return f"{obj.name} ({obj.code})"


class SupplierForm(UseCaseForm):
    """Who it is, and how long goods take to come."""

    instance: models.Supplier

    code = LineField(
        required=False,
        max_length=codes.CODE_LENGTH,
        widget=UnfoldAdminTextInputWidget,
        help_text="Made of the name if you leave it empty. Never changed.",
    )
    name = LineField(max_length=domain.NAME_LENGTH, widget=UnfoldAdminTextInputWidget)
    email = EmailField(required=False, max_length=254, label="E-mail", widget=UnfoldAdminTextInputWidget)
    currency = CurrencyField(
        required=False,
        help_text="In which it is paid; the shop's if you leave it empty. Never changed.",
        widget=UnfoldAdminTextInputWidget,
    )
    lead_time_days = _number(
        initial=7,
        min_value=0,
        max_value=domain.MOST_DAYS,
        label="Lead time",
        help_text="In days, from order to arrival.",
    )
    is_archived = forms.BooleanField(
        required=False,
        label="Archived",
        help_text="Of one that is archived nothing more is bought.",
        widget=UnfoldBooleanSwitchWidget,
    )
    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.Supplier
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        known = self.instance
        self.initial.update({name: getattr(known, name) for name in ("code", "name", "email", "currency")})
        self.initial.update(lead_time_days=known.lead_time_days, seen_version=known.version)
        self.initial["is_archived"] = known.archived_at is not None
        for name in ("code", "currency"):
            if name in self.fields:
                self.fields[name].disabled = True

    def command(self, data: dict[str, Any]) -> dto.Supplier:
        given = {
            "name": data["name"],
            "email": data["email"],
            "lead_time_days": data["lead_time_days"],
            "now": timezone.now(),
        }
        if self.instance._state.adding:
            return use_cases.create_supplier(code=data["code"], currency=data["currency"], **given)
        return use_cases.update_supplier(
            supplier_id=SupplierId(self.instance.id),
            is_archived=data["is_archived"],
            expected_version=data["seen_version"],
            **given,
        )


class GoodInline(ReadOnlyInline):
    model = models.SupplierGood
    verbose_name_plural = "goods"
    fields = readonly_fields = ("item", "supplier_sku", "shown_cost", "pack_size", "is_preferred")
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("supplier")

    @display(description="cost of a piece")
    def shown_cost(self, row: models.SupplierGood) -> str:
        return money(row.to_dto().cost)


@admin.register(models.Supplier)
class SupplierAdmin(BackOffice):
    """From whom goods are bought."""

    role = Role.STOCK
    creates = edits = True
    goes_on = True
    form = SupplierForm
    list_display = ("code", "name", "email", "currency", "shown_lead_time", "shown_state")
    search_fields = ("code", "name")
    search_help_text = "A part of the code or the name"
    ordering = ("code",)
    inlines = (GoodInline,)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return self.list_display
        names = ("code", "name", "email", "currency", "lead_time_days")
        return (*names, *(("is_archived", "more_goods") if obj else ()), "seen_version")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("more_goods",) if self.has_change_permission(request, obj) else self.list_display

    @display(description="goods")
    def more_goods(self, row: models.Supplier) -> str:
        """Each is entered on a page of its own, which leads back here."""
        where = reverse("admin:inventory_suppliergood_add", query={"supplier": row.pk})
        return "" if row.archived_at else format_html('<a class="go-link" href="{}">Add goods</a>', where)

    @display(description="lead time", ordering="lead_time_days")
    def shown_lead_time(self, row: models.Supplier) -> str:
        return "1 day" if row.lead_time_days == 1 else f"{row.lead_time_days} days"

    @display(description="state")
    def shown_state(self, row: models.Supplier) -> str:
        return badge("active", "success") if row.archived_at is None else badge("archived", "info")


class SupplierGoodForm(UseCaseForm):
    """What a supplier has of a SKU."""

    instance: models.SupplierGood
    called_here: ClassVar[dict[str, str]] = {"cost": "cost_amount", "amount": "cost_amount"}

    supplier = SupplierField()
    sku = LineField(label="SKU", max_length=64, widget=UnfoldAdminTextInputWidget)
    supplier_sku = LineField(
        label="Their SKU",
        required=False,
        max_length=64,
        help_text="What it is called there.",
        widget=UnfoldAdminTextInputWidget,
    )
    cost_amount = NumberField(
        label="Cost of a piece",
        min_value=0,
        max_digits=14,
        decimal_places=4,
        help_text="Net, in the supplier's currency.",
        widget=UnfoldAdminDecimalFieldWidget,
    )
    pack_size = _number(
        initial=1, min_value=1, max_value=domain.MOST_IN_A_PACK, help_text="How many pieces come in a pack."
    )
    is_preferred = forms.BooleanField(
        required=False,
        label="Preferred",
        help_text="It is bought here, of all who have it.",
        widget=UnfoldBooleanSwitchWidget,
    )
    # As the page showed it, so that nobody overwrites what they have not seen.
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.SupplierGood
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        known = self.instance.to_dto()
        self.initial.update(vars(known), supplier=self.instance.supplier_id, cost_amount=known.cost.amount)
        self.initial["seen_version"] = known.version
        for name in ("supplier", "sku"):
            if name in self.fields:
                self.fields[name].disabled = True

    def command(self, data: dict[str, Any]) -> dto.SupplierGood:
        supplier = data["supplier"]
        return use_cases.put_supplier_good(
            supplier_id=SupplierId(supplier.id),
            sku=Sku(data["sku"].strip().upper()),
            cost=Money(data["cost_amount"], supplier.currency),
            supplier_sku=data["supplier_sku"],
            pack_size=data["pack_size"],
            is_preferred=data["is_preferred"] or None,
            expected_version=data["seen_version"],
            now=timezone.now(),
        )


@admin.register(models.SupplierGood)
class SupplierGoodAdmin(BackOffice):
    """What each supplier has, and what it costs there."""

    role = Role.STOCK
    creates = edits = deletes = True
    deletion = "The supplier does not have it any more; what was ordered stays ordered."
    form = SupplierGoodForm
    listing = queries.SUPPLIER_GOODS
    list_display = ("item_id", "product", "supplier", "supplier_sku", "shown_cost", "pack_size", "is_preferred")
    list_filter = ("is_preferred",)
    list_select_related = ("supplier",)
    finders = (by_name("product", "item"),)
    search_help_text = "Words, or how they begin, of the SKU or the product's name"
    refers: ClassVar[dict[str, str]] = {"item_id": "product"}
    ordering = ("item_id",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return self.list_display
        return ("supplier", "sku", "supplier_sku", "cost_amount", "pack_size", "is_preferred", "seen_version")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else self.list_display

    def response_add(self, request: HttpRequest, obj: models.SupplierGood, post_url_continue: Any = None) -> Any:
        """Who came from the supplier goes back there."""
        if request.GET.get("supplier") and "_continue" not in request.POST and "_addanother" not in request.POST:
            return HttpResponseRedirect(reverse("admin:inventory_supplier_change", args=[obj.supplier_id]))
        return super().response_add(request, obj, post_url_continue)

    @display(description="product")
    def product(self, row: models.SupplierGood) -> str:
        return self.called(row, "item_id")

    @display(description="cost of a piece", ordering="cost_amount")
    def shown_cost(self, row: models.SupplierGood) -> str:
        return money(row.to_dto().cost)

    def delete_model(self, request: HttpRequest, obj: models.SupplierGood) -> None:
        use_cases.remove_supplier_good(supplier_id=SupplierId(obj.supplier_id), sku=Sku(obj.item_id))
