"""No text comes in but through `gotuto.text`: REST, forms of the back office, sign-in, arguments of commands, settings."""

import argparse
import ast
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm
from django.core.management import get_commands, load_command_class
from django.test import RequestFactory
from rest_framework import serializers

from config.declared import SETTINGS
from config.sign_in import BackOfficeSignIn, SignIn
from contexts.customer.models import User
from gotuto import form_fields
from gotuto.actions.forms import Question
from gotuto.backoffice import UseCaseForm
from gotuto.configuration import kinds
from gotuto.http import fields, listings, texts, uploads
from gotuto.http.inputs import Input
from tests.architecture import rules, tree
from tests.architecture.test_access import routes
from tests.architecture.test_unknown_names import operations

# What can be sent, and what has a form of its own or a list of what it takes.
OF_REST = {
    *(texts.LineField, texts.ProseField, texts.PasswordField, texts.EmailField, texts.CodeField, texts.SkuField),
    *(texts.WholeNumberField, texts.NumberField, texts.DayField, texts.IdField),
    *(
        fields.CountryField,
        fields.CurrencyField,
        fields.EnumField,
        fields.InstantField,
        fields.MoneyField,
        fields.NamedField,
        fields.PlainValueField,
    ),
    *(uploads.UploadField, serializers.BooleanField, serializers.ChoiceField, serializers.ListField),
}
OF_FORMS = {
    *(form_fields.LineField, form_fields.ProseField, form_fields.PasswordField, form_fields.EmailField),
    *(form_fields.WholeNumberField, form_fields.NumberField),
}
_OF_DJANGO = "django.core.management.commands"
_WRITTEN = (forms.CharField, forms.IntegerField, forms.DecimalField, forms.FloatField)


def test_rest_takes_text_by_fields_that_look_at_it() -> None:
    found = [*_rest()]
    assert len(found) > 60
    assert sorted({f"{where}: {type(field).__name__}" for where, field in found if type(field) not in OF_REST}) == []


def test_the_back_office_takes_text_by_fields_that_look_at_it() -> None:
    found = [*_forms()]
    assert len(found) > 40
    assert careless(found) == []


def test_a_command_says_what_its_text_may_be() -> None:
    found = [*_arguments()]
    assert len(found) > 15
    assert [where for where, argument in found if argument.type is None and not argument.choices] == []


def test_a_setting_is_one_line_unless_it_says_more() -> None:
    assert {setting.name for setting in SETTINGS if setting.kind.parse is str} == set()
    with pytest.raises(ValueError, match="U\\+0007"):
        kinds.TEXT.read("a\x07b")


def test_a_field_that_does_without_is_noticed() -> None:
    class Body(Input):
        name = serializers.CharField()
        inner = type("Inner", (Input,), {"words": serializers.CharField()})()

    class Form(UseCaseForm):
        words = forms.CharField()
        pieces = forms.IntegerField()
        kept = form_fields.LineField()

    assert [name for name, field in _fields("Body", Body()) if type(field) not in OF_REST] == [
        "Body.name",
        "Body.inner.words",
    ]
    assert careless(_of(Form)) == ["Form.words: CharField", "Form.pieces: IntegerField"]
    parser = argparse.ArgumentParser()
    parser.add_argument("--name")
    assert [where for where, argument in _of_parser("planted", parser) if argument.type is None] == ["planted --name"]


def test_passwords_are_hashed_in_one_place() -> None:
    assert HASHING.violations() == []
    (violation,) = HASHING.find(ast.parse(HASHING.violation))
    assert violation.lineno == 1


HASHING = rules.Rule(
    name="passwords are hashed in one place",
    why="Call credentials.hashed, which puts a password into its normal form first.",
    holds_for=lambda path: tree.module_of(path) != "credentials",
    find=lambda module: (
        node
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.contrib.auth.hashers")
    ),
    violation="from django.contrib.auth.hashers import make_password",
)


def careless(found: Any) -> list[str]:
    return [
        f"{where}: {type(field).__name__}"
        for where, field in found
        if isinstance(field, _WRITTEN) and not isinstance(field, tuple(OF_FORMS))
    ]


def _rest() -> Iterator[tuple[str, Any]]:
    for path, view in routes("v1"):
        for declared in operations(view):
            for part in (declared.body, declared.query):
                if part is not None:
                    yield from _fields(f"{path} {part.__name__}", part())
            if declared.listing is not None:
                yield from ((f"{path} ?{name}", field) for name, field in listings.fields_of(declared.listing).items())


def _fields(where: str, serializer: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a serializer that is no serializer itself, and what lists hold."""
    for name, field in serializer.fields.items():
        for part in (field, getattr(field, "child", None)):
            if isinstance(part, serializers.BaseSerializer):
                yield from _fields(f"{where}.{name}", part)
            elif part is not None:
                yield f"{where}.{name}", part


def _forms() -> Iterator[tuple[str, Any]]:
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)
    request.user.role_names = []
    for page in admin.site._registry.values():
        if page.has_add_permission(request):
            yield from _of(page.get_form(request))
        if page.has_change_permission(request, row := page.model()):
            yield from _of(page.get_form(request, row, change=True))
    for form in (*UseCaseForm.__subclasses__(), *_below(Question), SignIn, BackOfficeSignIn):
        # What stands for a column is made anew by its page.
        of_columns = set(getattr(getattr(form, "_meta", None), "fields", None) or ())
        yield from (
            (where, field)
            for where, field in _of(form)
            if form.__module__.startswith(("gotuto", "contexts", "config")) and where.split(".")[1] not in of_columns
        )


def _below(form: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for special in form.__subclasses__():
        yield special
        yield from _below(special)


def _of(form: Any) -> Iterator[tuple[str, Any]]:
    yield from ((f"{form.__name__}.{name}", field) for name, field in form.base_fields.items())


def _arguments() -> Iterator[tuple[str, argparse.Action]]:
    for name, app in get_commands().items():
        if isinstance(app, str) and app.startswith(("gotuto", "contexts", "config")):
            command = load_command_class(app, name)
            # What derives from a command of Django's takes Django's arguments.
            if not any(base.__module__.startswith(_OF_DJANGO) for base in type(command).__mro__):
                yield from _of_parser(name, command.create_parser("manage.py", name))


def _of_parser(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    djangos = {"--pythonpath", "--settings", "--verbosity"}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb, inner in action.choices.items():
                yield from _of_parser(f"{name} {verb}", inner)
        elif action.nargs != 0 and not djangos & set(action.option_strings):
            yield f"{name} {action.option_strings[0] if action.option_strings else action.dest}", action


def test_the_sign_in_forms_do_not_change_what_was_typed() -> None:
    assert issubclass(SignIn, AuthenticationForm)
    assert (
        type(SignIn.base_fields["username"]) is type(BackOfficeSignIn.base_fields["username"]) is form_fields.LineField
    )
