"""Search in the back office: what a question finds and why, what nobody found, and words that mean the same."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from contexts.catalog.search import domain, models, queries, use_cases
from contexts.catalog.search.dto import Hit, Understood
from gotuto.backoffice import BackOffice, UseCaseForm
from gotuto.form_fields import LineField, ProseField
from gotuto.question_forms import QuestionForm
from gotuto.roles import Role


class SearchQuestion(QuestionForm):
    """What somebody typed."""

    q = LineField(max_length=domain.QUESTION_LENGTH, label="Question", widget=UnfoldAdminTextInputWidget)

    def ask(self, data: dict[str, Any]) -> tuple[Understood, tuple[Hit, ...]]:
        return queries.explain(question=data["q"])


@admin.register(models.SearchMiss)
class SearchMissAdmin(BackOffice):
    list_display = ("question", "asked", "first_at", "last_at", "why")
    search_fields = ("question",)
    ordering = ("-asked", "-question")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.explained)
        return [path("search/", page, name="catalog_search_changelist"), *super().get_urls()]

    @display(description="Why")
    def why(self, row: models.SearchMiss) -> str:
        address = reverse("admin:catalog_search_changelist", query={"q": row.question})
        return format_html('<a class="go-link" href="{}">Look it up</a>', address)

    def explained(self, request: HttpRequest) -> HttpResponse:
        """What a question finds now, and why. Raises PermissionDenied."""
        if not self.may_see(request):
            raise PermissionDenied
        question = SearchQuestion(request.GET if "q" in request.GET else None)
        is_asked = question.is_bound
        question.is_valid()
        asked, hits = question.answer or (None, ())
        context = {
            **self.admin_site.each_context(request),
            "title": "Search",
            "question": question,
            "asked": asked,
            "terms": [(term, _alternatives(term.alternatives)) for term in asked.terms] if asked else [],
            "hits": [(hit, f"{hit.score:.3f}") for hit in hits],
        }
        is_wrong = is_asked and question.answer is None
        return TemplateResponse(request, "admin/catalog/search.html", context, status=400 if is_wrong else 200)


def _alternatives(alternatives: Any) -> list[tuple[str, str]]:
    """What is looked for by why, each once."""
    by_reason: dict[str, list[str]] = {}
    for one in alternatives:
        by_reason.setdefault(one.how.value, []).append(one.text.strip("()").replace("'", ""))
    return [(why, ", ".join(dict.fromkeys(texts))) for why, texts in by_reason.items()]


class SynonymsForm(UseCaseForm):
    """Words that mean the same, a line each."""

    instance: models.Synonyms
    told = ProseField(
        max_length=1_000,
        label="Words",
        widget=UnfoldAdminTextareaWidget,
        help_text="A line each. Who looks for one of them finds the others too; accents and capitals make no difference.",
    )

    called_here = {"words": "told"}

    class Meta:
        model = models.Synonyms
        fields = ("version",)
        widgets = {"version": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["told"] = "\n".join(self.instance.words)

    def command(self, data: dict[str, Any]) -> Any:
        given = {"words": data["told"].splitlines(), "now": timezone.now()}
        if self.instance._state.adding:
            return use_cases.add_synonyms(**given)
        return use_cases.change_synonyms(synonyms_id=self.instance.id, expected_version=data["version"], **given)


@admin.register(models.Synonyms)
class SynonymsAdmin(BackOffice):
    role = Role.CATALOG
    creates = edits = deletes = True
    deletion = "The words are looked for each by itself again."
    form = SynonymsForm
    list_display = ("shown_words", "updated_at")
    ordering = ("words", "id")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("told", "version")

    @display(description="Words", ordering="words")
    def shown_words(self, row: models.Synonyms) -> str:
        return ", ".join(row.words)

    def delete_model(self, request: HttpRequest, obj: models.Synonyms) -> None:
        use_cases.remove_synonyms(synonyms_id=obj.id)
