"""`manage.py seller`: who sells, shown and described by a file."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from contexts.billing import models
from tests.billing.sellers.builders import described
from tests.billing.sellers.pictures import picture

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("seller", *arguments, stdout=out)
    return out.getvalue()


def test_a_seller_is_shown_and_described_by_what_was_shown(tmp_path):
    assert "An invoice lacks: address" in said("show")
    described()
    shown, logo = tmp_path / "seller.json", tmp_path / "logo.png"
    shown.write_text(said("show", "main", "--json"))
    logo.write_bytes(picture())
    assert "version 3, paid to DE02120300000000202051. Documents are made." in said(
        "describe", str(shown), "--logo", str(logo)
    )
    logo_of_now = models.Logo.objects.get().sha256
    assert json.loads(said("show", "--json"))["seller"]["logo"] == logo_of_now
    # Described again without a picture it has none any more.
    assert "version 4" in said("describe", str(shown))
    assert json.loads(said("show", "--json"))["seller"]["logo"] != logo_of_now


def test_files_that_say_nothing_are_refused(tmp_path):
    with pytest.raises(CommandError, match="does not describe a seller"):
        said("describe", str(tmp_path / "none.json"))
    (tmp_path / "seller.json").write_text('{"legal_entity": "main", "name": "Tea"}')
    with pytest.raises(CommandError, match="cannot be read"):
        said("describe", str(tmp_path / "seller.json"), "--logo", str(tmp_path / "none.png"))


def test_after_a_migration_back_nobody_is_made(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    apps.get_app_config("billing").after_migrate()


def test_rows_are_called_by_what_they_hold():
    described()
    assert str(models.SellerVersion.objects.latest("version")) == "main, version 2"
    assert str(models.Logo(sha256="ab")) == "ab"
    assert str(models.Document(invoice=models.Invoice(number="INV-1"))) == "files of INV-1"
