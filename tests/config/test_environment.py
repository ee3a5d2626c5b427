"""Production refuses what is only good for development."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


def test_production_wants_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert environment.secret_key(production=False) == environment.INSECURE_KEY

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.secret_key(production=True)

    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="at least 32"):
        environment.secret_key(production=True)

    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    assert environment.secret_key(production=True) == "x" * 40


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "key").write_text("y" * 40)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))

    assert environment.secret_key(production=True) == "y" * 40


def test_production_wants_servers_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("GOTUTO_EMBEDDED", raising=False)
    environment.refuse_embedded("", production=False)
    environment.refuse_embedded("postgres://db/gotuto", production=True)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.refuse_embedded("", production=True)

    monkeypatch.setenv("GOTUTO_EMBEDDED", "1")
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        environment.refuse_embedded("postgres://db/gotuto", production=True)

    monkeypatch.setenv("GOTUTO_ALLOW_EMBEDDED", "1")
    environment.refuse_embedded("postgres://db/gotuto", production=True)


def test_the_tax_rate_is_one_that_an_invoice_can_print():
    assert str(environment.tax_rate("0.0875")) == "0.0875"
    assert environment.tax_rate("0").is_zero()


@pytest.mark.parametrize("text", ["19", "1", "-0.19", "0.08875", "NaN", "Infinity", "nineteen", ""])
def test_no_other_tax_rate_is_taken(text):
    with pytest.raises(ImproperlyConfigured, match="GOTUTO_TAX_RATE"):
        environment.tax_rate(text)


@pytest.mark.parametrize("text", ["1", "0", "-3", "2.5", "many", ""])
def test_work_is_tried_at_least_twice(text):
    assert environment.attempts("2") == 2
    with pytest.raises(ImproperlyConfigured, match="at least 2"):
        environment.attempts(text)
