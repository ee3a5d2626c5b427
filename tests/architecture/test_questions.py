"""A question of the back office that is refused says so, also when the refusal is about no input."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from gotuto.modules import modules
from gotuto.question_forms import QuestionForm

WORDS = "Nobody can answer this today."


def asking_pages() -> list[str]:
    """Pages of the menu that belong to no table: each of them asks something first."""
    listed = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    items = [item for module in modules() for item in module.menu]
    return sorted(item.model for item in items if item.model not in listed)


def questions(kind: type[QuestionForm] = QuestionForm) -> set[type[QuestionForm]]:
    """The forms that have a question of their own."""
    found = {deeper for each in kind.__subclasses__() for deeper in questions(each)}
    return found | ({kind} if "ask" in vars(kind) and kind.__module__.startswith("contexts") else set())


def test_every_page_that_asks_shows_a_refusal_that_names_no_input(
    admin_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[type[QuestionForm]] = set()

    def refuse(form: QuestionForm) -> None:
        asked.add(type(form))
        form.add_error(None, WORDS)

    for form in questions():
        monkeypatch.setattr(form, "_post_clean", refuse)
    silent = []
    for page in asking_pages():
        seen = len(asked)
        shown = admin_client.get(
            reverse(f"admin:{page}_changelist"), {"first": "2026-01-01", "by": "2026-12-31", "q": "tea"}
        )
        if len(asked) > seen and (WORDS not in shown.content.decode() or shown.status_code != 400):
            silent.append(page)
    assert silent == []
    assert questions() == asked, "a form that asks stands on a page of the menu"
