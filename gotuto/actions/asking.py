"""Actions of the back office that ask before they do: a button on the page of a row, or an action over the rows of a list.

The question is a page like any other: it works by keyboard and without scripts, and shows a refusal beside the input.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from unfold.decorators import action as unfold_action
from unfold.enums import ActionVariant

from gotuto import trace
from gotuto.actions import aftermath, history, running, starting
from gotuto.actions.forms import Question
from gotuto.actions.models import Run, RunRow
from gotuto.backoffice import words as words_of
from gotuto.db import unit
from gotuto.errors import BusinessError

Command = Callable[..., Any]

# More rows than that are chosen by one click, and asked about even where each could be taken back.
UNASKED = 100
# So many refusals are told on the list itself; all of them stand on the page of the run.
_TOLD = 5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How an action is called, what it warns of, what it asks for, and for which rows it can succeed."""

    description: str
    words: str
    form_class: type[Question]
    variant: ActionVariant

    @property
    def button(self) -> str:
        return "danger" if self.variant is ActionVariant.DANGER else "primary"

    def page(self, site: Any, request: HttpRequest, form: Question, **more: Any) -> HttpResponse:
        context = {**site.each_context(request), "title": self.description, "asked": self, "form": form, **more}
        return TemplateResponse(request, "gotuto_actions/question.html", context)


def row_action(
    *,
    description: str,
    words: str = "",
    form_class: type[Question] = Question,
    variant: ActionVariant = ActionVariant.DEFAULT,
    when: Callable[[Any], bool] = lambda row: True,
) -> Callable[[Command], Any]:
    """A button of a row's page, shown as long as `when` says that it can succeed; it asks, then runs a use case.

    The decorated method takes `(self, row, *, now)` and the fields of the form, and may return what the history is to say;
    it is offered to those who have the class's role.
    """
    asked = Asked(description=description, words=words, form_class=form_class, variant=variant)

    def decorate(run: Command) -> Any:
        @unfold_action(description=description, permissions=["write"], variant=variant)
        @wraps(run)
        def act(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
            row = self.get_object(request, object_id)
            if row is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return]
            back = _back(self, request, object_id)
            if not when(row):
                messages.error(
                    request, f"{description}: this cannot be done any more. The page shows how it stands now."
                )
                return HttpResponseRedirect(back)
            form = asked.form_class(request.POST if request.method == "POST" else None, row=row)
            if form.is_valid() and _done(self, request, asked, run, row, form):
                aftermath.let_happen()
                messages.success(request, f"{description}: done.")
                return HttpResponseRedirect(back)
            return asked.page(self.admin_site, request, form, subject=row, original=row, back=back, opts=self.opts)

        act.when = when
        return act

    return decorate


def _done(page: Any, request: HttpRequest, asked: Asked, run: Command, row: Any, form: Question) -> bool:
    """Whether the use case did it; a refusal is put beside the field that it is about."""
    trace.set_actor(request.user.pk)
    try:
        with unit():
            said = run(page, row, now=timezone.now(), **form.cleaned_data)
            text = said or history.told(asked.description, form.cleaned_data)
            history.record(row, actor=trace.actor(), text=text)
    except BusinessError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, words_of(refusal))
        return False
    return True


def _back(page: Any, request: HttpRequest, object_id: str) -> str:
    """Where somebody came from, if that is a page of ours; else the page of the row."""
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[object_id])


def list_action(
    *,
    description: str,
    words: str = "",
    form_class: type[Question] = Question,
    only: Q | None = None,
    variant: ActionVariant = ActionVariant.DEFAULT,
) -> Callable[[Command], Any]:
    """An action over rows of a list, each by its use case; a refusal of one does not touch the others.

    With `words`, or for more than UNASKED rows, it asks first; `only` are the rows for which it can succeed, the others are
    left out. What is not done in a moment goes on in a worker. The decorated method takes `(self, row, *, now)` and the fields
    of the form; it is offered to those who have the class's role.
    """
    asked = Asked(description=description, words=words, form_class=form_class, variant=variant)

    def decorate(run: Command) -> Any:
        @admin.action(description=description, permissions=["write"])
        @wraps(run)
        def act(self: Any, request: HttpRequest, queryset: "QuerySet[Any]") -> HttpResponse | None:
            rows = queryset if only is None else queryset.filter(only)
            total, chosen = rows.count(), queryset.count()
            if not total:
                messages.error(request, f"{description}: this can be done to none of the chosen.")
                return None
            form = asked.form_class(_answers(request, total))
            if (words or form.fields or total > UNASKED) and not form.is_valid():
                return _ask(self, request, asked, form, total=total, left_out=chosen - total)
            given = form.cleaned_data if form.is_bound else {}
            return _run(self, request, run.__name__, asked, rows, given)

        act.run = run  # type: ignore[attr-defined]
        return act

    return decorate


def _answers(request: HttpRequest, total: int) -> Any:
    """What was answered, as long as there are as many rows as were asked about."""
    return request.POST if request.POST.get("_asked_about") == str(total) else None


def _ask(page: Any, request: HttpRequest, asked: Asked, form: forms.Form, **counts: int) -> HttpResponse:
    chosen = [(name, value) for name in ("action", "select_across", "_selected_action", "index")
              for value in request.POST.getlist(name)]  # fmt: skip
    name = page.opts.verbose_name if counts["total"] == 1 else page.opts.verbose_name_plural
    context = {"chosen": chosen, "name": name, "back": request.get_full_path(), "opts": page.opts,
               "about_many": _about(name, **counts), **counts}  # fmt: skip
    return asked.page(page.admin_site, request, form, **context)  # type: ignore[arg-type]


def _about(name: Any, *, total: int, left_out: int) -> str:
    others = f"; {left_out:,} of those chosen are left out, because this cannot be done to them" if left_out else ""
    return f"{total:,} {name}{others}"


def _run(
    page: Any, request: HttpRequest, action: str, asked: Asked, rows: "QuerySet[Any]", given: dict[str, Any]
) -> HttpResponse | None:
    trace.set_actor(request.user.pk)
    run_id = starting.start(
        model=page.model, action=action, title=asked.description, rows=rows, given=given, now=timezone.now()
    )
    running.run_of(run_id)
    run = Run.objects.get(id=run_id)
    if run.state == Run.State.RUNNING:
        return HttpResponseRedirect(reverse("admin:gotuto_actions_run_change", args=[run_id]))
    _tell(request, run, page)
    return None


def _tell(request: HttpRequest, run: Run, page: Any) -> None:
    """How a run ended, on the list that it was started from."""
    if run.done:
        messages.success(request, f"{run.title}: {run.done} done.")
    refused = run.rows.filter(outcome=RunRow.Outcome.REFUSED).order_by("id")[:_TOLD]
    known = {str(row.pk): row for row in page.model._default_manager.filter(pk__in=[row.key for row in refused])}
    for row in refused:
        messages.error(request, f"{known.get(row.key, row.key)}: {row.reason}")
    if run.refused > _TOLD:
        messages.error(request, f"{run.refused - _TOLD} more were refused; see Actions over many rows.")
