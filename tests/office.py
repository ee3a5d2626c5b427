"""The back office as a person uses it: what is asked is answered."""

from typing import Any

from django.test import Client


def act(browser: Client, page: str, action: str, *keys: Any, **answers: Any) -> Any:
    """Choose rows of a list and an action, and answer the question; the page that is shown then."""
    chosen = {"action": action, "_selected_action": [str(key) for key in keys]}
    shown = browser.post(page, chosen, follow=True)
    return answer(browser, page, shown, **chosen, **answers) if is_question(shown) else shown


def answer(browser: Client, page: str, question: Any, **answers: Any) -> Any:
    """Answer the question of a list."""
    return browser.post(page, {**answers, "_asked_about": question.context["total"]}, follow=True)


def press(browser: Client, button: str, **answers: Any) -> Any:
    """Open the question behind a button, and answer it; the page that is shown then, or the refusal to open it."""
    asked = browser.get(button, follow=True)
    if not is_question(asked):
        return asked
    form = asked.context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    return browser.post(button, {**hidden, **answers}, follow=True)


def is_question(shown: Any) -> bool:
    return bool(shown.context) and "asked" in shown.context


def said(shown: Any) -> list[str]:
    """The messages of a page."""
    return [str(message) for message in shown.context["messages"]]
