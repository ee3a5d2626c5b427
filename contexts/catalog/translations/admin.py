"""Translations in the back office: each beside its original, and on the page of a product or a category what is missing."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from contexts.catalog.categories.models import Category
from contexts.catalog.products.models import Product
from contexts.catalog.translations import domain, models, statements, use_cases
from gotuto.admin_keys import is_key
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.db.sql import positional
from gotuto.display import badge, lines, page_link
from gotuto.form_fields import ProseField
from gotuto.ids import CategoryId, ProductId
from gotuto.roles import Role
from gotuto.sight import leads_somewhere


def _languages() -> list[tuple[str, str]]:
    return [(code, code) for code in settings.GOTUTO_LANGUAGES[1:]]


class _Untranslated(admin.SimpleListFilter):
    """What a language lacks texts of; no filter in a shop with one language."""

    title = "not translated into"
    parameter_name = "not_translated"
    lacking: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return _languages()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        sql, values = positional(f"({self.lacking})", {"language": self.value()})
        return queryset.filter(Q(pk__in=RawSQL(sql, values)))  # noqa: S611  our own statement, with parameters


class LanguageFilter(admin.SimpleListFilter):
    """Into which language; the shop knows which there are, and no table is asked."""

    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return _languages()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(language=self.value()) if self.value() else queryset


class UntranslatedProducts(_Untranslated):
    lacking = statements.LACKING_PRODUCTS


class UntranslatedCategories(_Untranslated):
    lacking = statements.LACKING_CATEGORIES


class Translated(BackOffice):
    """The page of an original shows its texts in each language, what is missing, and where that is written."""

    told_by: ClassVar[type[models.Translation]]

    def get_list_filter(self, request: HttpRequest) -> Any:
        of = UntranslatedProducts if self.told_by is models.ProductTranslation else UntranslatedCategories
        return [*super().get_list_filter(request), of]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = [(title, _without(part, "translations")) for title, part in super().get_fieldsets(request, obj)]
        is_told = obj is not None and len(settings.GOTUTO_LANGUAGES) > 1
        return [*shown, ("Translations", {"fields": ["translations"]})] if is_told else shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return (*super().get_readonly_fields(request, obj), *(("translations",) if obj else ()))

    @display(description="in other languages")
    def translations(self, row: Any) -> str:
        first, *others = settings.GOTUTO_LANGUAGES
        rows = {told.language: told for told in row.translations.all()}
        told = [(code, rows.get(code) or self.told_by(language=code)) for code in others]
        original = (first, "", "original", row.name, _short(row.description))
        return format_html(
            '<table class="go-facts"><thead><tr><th>Language</th><th>Text</th><th>State</th><th>Name</th>'
            "<th>Description</th></tr></thead><tbody>{}</tbody></table>",
            format_html_join(
                "",
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                [original, *((code, *self._state(row, one), one.name, _short(one.description)) for code, one in told)],
            ),
        )

    def _state(self, row: Any, told: Any) -> tuple[str, str]:
        missing = told.to_dto(row).missing
        state = badge(f"{', '.join(missing)} missing", "warning") if missing else badge("complete", "success")
        page = f"admin:catalog_{self.told_by._meta.model_name}"
        if not told._state.adding:
            return page_link(f"{page}_change", told.pk, "Change"), state
        if not leads_somewhere(f"{page}_add"):
            return "", state
        address = reverse(f"{page}_add", query={self.opts.model_name: row.pk, "language": told.language})
        return format_html('<a class="go-link" href="{}">Translate</a>', address), state


def _without(part: Any, name: str) -> dict[str, Any]:
    return {**part, "fields": [field for field in part["fields"] if field != name]}


def _short(text: str) -> str:
    return text if len(text) < 80 else f"{text[:80]}…"


class TranslationForm(UseCaseForm):
    """The texts in one language; the original stands beside each."""

    of: ClassVar[str]
    rows: ClassVar[Any]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["language"] = forms.ChoiceField(choices=_languages(), widget=UnfoldAdminSelectWidget)
            key = str(self.data.get(self.of) or self.initial.get(self.of) or "")
            original = self.rows.filter(pk=key).first() if is_key(self.rows.model, key) else None
            if original:
                setattr(self.instance, self.of, original)

    @property
    def original(self) -> Any:
        """What is translated, once it is known."""
        return getattr(self.instance, self.of) if getattr(self.instance, f"{self.of}_id") else None

    def texts(self, data: dict[str, Any]) -> dict[str, Any]:
        is_new = self.instance._state.adding
        return {
            "language": data["language"] if is_new else self.instance.language,
            **{name: data[name] for name in ("name", "slug", "description")},
            "known": settings.GOTUTO_LANGUAGES,
            # Who begins a translation does not write over one that somebody else has begun.
            "expected_version": 0 if is_new else data["version"],
            "now": timezone.now(),
        }


class ProductTranslationForm(TranslationForm):
    of = "product"
    rows = Product.objects.in_catalogue()
    options = ProseField(
        max_length=50_000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="A line for each option, its values after it: Size = Größe; large = groß; small = klein",
    )

    class Meta:
        model = models.ProductTranslation
        fields = ("product", "language", "name", "slug", "description", "options", "version")
        widgets = {"version": forms.HiddenInput}
        help_texts = {"slug": "Made of the name if you leave it empty. Who comes by a former one is led on."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.original is not None:
            said = self.instance.said
            self.initial["options"] = domain.options_text(models.options_of(self.original), said)

    def command(self, data: dict[str, Any]) -> Any:
        product = self.original or data["product"]
        given = {**self.texts(data), "options": domain.options_of(data["options"])}
        use_cases.translate_product(product_id=ProductId(product.pk), **given)
        return models.ProductTranslation.objects.get(product=product, language=given["language"])


class CategoryTranslationForm(TranslationForm):
    of = "category"
    rows = Category.objects.all()

    class Meta:
        model = models.CategoryTranslation
        fields = ("category", "language", "name", "slug", "description", "version")
        widgets = {"version": forms.HiddenInput}
        help_texts = {"slug": "Made of the name if you leave it empty. Who comes by a former one is led on."}

    def command(self, data: dict[str, Any]) -> Any:
        category = self.original or data["category"]
        given = self.texts(data)
        use_cases.translate_category(category_id=CategoryId(category.pk), **given)
        return models.CategoryTranslation.objects.get(category=category, language=given["language"])


class TranslationPage(BackOffice):
    """A translation beside its original."""

    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = "It is told as in the original, and nothing leads to its addresses in this language any more."
    list_filter = (LanguageFilter,)
    # The latest first.
    ordering = ("-id",)
    of: ClassVar[str]
    told: ClassVar[tuple[str, ...]] = ("name", "description")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        names = (self.of, "language")
        if obj is None and not request.GET.get(self.of):
            return [(None, {"fields": [*names, *self.told[:1], "slug", *self.told[1:], "version"]})]
        beside = [(f"original_{name}", name) for name in self.told]
        return [(None, {"fields": [*names, *beside, "slug", *(("former",) if obj else ()), "version"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        fixed = (self.of, "language") if obj else ()
        return (*fixed, "former", *(f"original_{name}" for name in self.told))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.undo(obj, timezone.now())

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Who came from the original goes back there, to its other languages."""
        if request.GET.get(self.of) and "_addanother" not in request.POST and "_continue" not in request.POST:
            original = getattr(obj, f"{self.of}_id")
            return HttpResponseRedirect(reverse(f"admin:catalog_{self.of}_change", args=[original]))
        return super().response_add(request, obj, post_url_continue)

    def undo(self, row: Any, now: Any) -> None:
        """Take the translation away. Raises TypeError."""
        raise TypeError(f"{type(self).__name__} does not say how.")

    @display(description="name in the original")
    def original_name(self, row: Any) -> str:
        return str(getattr(row, self.of).name)

    @display(description="description in the original")
    def original_description(self, row: Any) -> str:
        return str(getattr(row, self.of).description) or "none"

    @display(description="options in the original")
    def original_options(self, row: Any) -> str:
        return lines(f"{one.name}: {', '.join(one.values)}" for one in models.options_of(row.product)) or "none"

    @display(description="former slugs")
    def former(self, row: Any) -> str:
        return ", ".join(row.former_slugs) or "none"


@admin.register(models.ProductTranslation)
class ProductTranslationAdmin(TranslationPage):
    of = "product"
    told = ("name", "description", "options")
    form = ProductTranslationForm
    list_display = ("name", "language", "original_page", "slug", "updated_at")
    list_select_related = ("product",)
    search_fields = ("product__sku", "slug")
    search_help_text = "A SKU or a slug"
    autocomplete_fields = ("product",)

    @display(description="product")
    def original_page(self, row: models.ProductTranslation) -> str:
        return page_link("admin:catalog_product_change", row.product_id, str(row.product))

    def undo(self, row: models.ProductTranslation, now: Any) -> None:
        use_cases.untranslate_product(product_id=ProductId(row.product_id), language=row.language, now=now)


@admin.register(models.CategoryTranslation)
class CategoryTranslationAdmin(TranslationPage):
    of = "category"
    form = CategoryTranslationForm
    list_display = ("name", "language", "original_page", "slug", "updated_at")
    list_select_related = ("category",)
    search_fields = ("category__name", "slug")
    search_help_text = "A name of a category or a slug"
    autocomplete_fields = ("category",)

    @display(description="category")
    def original_page(self, row: models.CategoryTranslation) -> str:
        return page_link("admin:catalog_category_change", row.category_id, str(row.category))

    def undo(self, row: models.CategoryTranslation, now: Any) -> None:
        use_cases.untranslate_category(category_id=CategoryId(row.category_id), language=row.language, now=now)
