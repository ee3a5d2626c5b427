"""The doctor looks at what invoices need to become files: sellers, the folder that all programs share, links that lead there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages

from config import doctor
from config.doctor import documents
from config.environment import configuration
from contexts.billing.models import Document
from tests.billing.sellers.builders import described
from tests.shop import Shop

pytestmark = pytest.mark.django_db


def found(what: str) -> list[tuple[str, str, str]]:
    return [(each.state, each.says, each.hint) for each in doctor.examine() if each.what == what]


@pytest.fixture
def folder(settings, tmp_path: Path) -> Iterator[Path]:
    """Where documents are kept."""
    _keep_in(settings, tmp_path / "documents")
    return tmp_path / "documents"


def _keep_in(settings, folder: Path) -> None:
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}


def test_a_seller_who_said_too_little_is_warned_of_with_what_they_lack():
    [(state, says, hint)] = found("seller main")
    assert (state, says) == (
        "warning",
        "has not said yet: address, vat_id or tax_number; orders go on, and their invoices wait",
    )
    assert "`manage.py seller describe`" in hint
    described()
    assert found("seller main") == [("ok", "has said what an invoice needs", "")]


def test_each_seller_is_looked_at():
    described(legal_entity="second", vat_id="")
    assert found("seller second")[0][1].startswith("has not said yet: vat_id or tax_number;")


class TestTheFolder:
    def test_one_that_is_made_with_the_first_document_is_well(self, folder):
        assert found("documents") == [("ok", f"are kept in {folder}", "")]
        assert not folder.exists()

    def test_one_that_cannot_be_written_to_is_a_problem(self, folder):
        folder.write_text("no folder")
        [(state, says, hint)] = found("documents")
        assert (state, says) == ("problem", f"{folder} cannot be written to (Not a directory)")
        assert "GOTUTO_DOCUMENTS_DIR" in hint

    def test_one_that_cannot_be_made_is_a_problem(self, settings, folder):
        folder.write_text("no folder")
        _keep_in(settings, folder / "documents")
        assert found("documents")[0][0] == "problem"

    def test_nothing_is_left_by_trying(self, folder):
        folder.mkdir()
        found("documents")
        assert list(folder.iterdir()) == []

    def test_in_production_one_that_is_not_there_is_warned_of(self, settings, folder):
        settings.PRODUCTION = True
        [(state, says, hint)] = found("documents")
        assert (state, says) == ("warning", f"{folder} is not there yet")
        assert "that all programs share" in hint

    def test_in_production_one_among_temporary_files_is_warned_of(self, settings, folder, tmp_path, monkeypatch):
        settings.PRODUCTION = True
        folder.mkdir()
        monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
        assert found("documents")[0][:2] == ("warning", f"{folder} goes when this machine or container does")

    def test_in_production_one_within_a_container_is_warned_of_and_one_of_a_machine_is_well(
        self, settings, folder, tmp_path, monkeypatch
    ):
        settings.PRODUCTION = True
        folder.mkdir()
        monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "elsewhere"))
        monkeypatch.setattr(documents, "_ROOT", tmp_path)
        monkeypatch.setattr(documents, "_OF_CONTAINERS", (tmp_path / "mark",))
        (tmp_path / "elsewhere").mkdir()
        assert found("documents") == [("ok", f"are kept in {folder}", "")]
        (tmp_path / "mark").touch()
        assert found("documents")[0][:2] == ("warning", f"{folder} goes when this machine or container does")
        monkeypatch.setattr(documents, "_ROOT", Path("/proc"))
        assert found("documents") == [("ok", f"are kept in {folder}", "")]

    def test_another_storage_than_a_folder_is_not_looked_into(self, settings):
        memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        settings.STORAGES = {**settings.STORAGES, "documents": memory}
        assert found("documents") == [("ok", "are kept by InMemoryStorage", "")]


def test_a_program_that_does_not_see_what_the_worker_stored_is_a_problem(settings, folder, tmp_path, now):
    assert found("last document") == [("ok", "none is stored yet", "")]
    described(now=now)
    shop = Shop(now)
    shop.has("tea")
    shop.order({"TEA": 1})
    row = Document.objects.select_related("invoice").get()
    assert found("last document") == [("ok", "is here as it was stored", "")]

    _keep_in(settings, tmp_path / "of_its_own")

    [(state, says, hint)] = found("last document")
    assert (state, says) == ("problem", f"{row.pdf} of {row.invoice.number} is missing")
    assert "`manage.py documents verify`" in hint


def test_a_document_that_is_not_what_was_stored_is_a_problem(folder, now):
    described(now=now)
    shop = Shop(now)
    shop.has("tea")
    shop.order({"TEA": 1})
    Path(storages["documents"].path(Document.objects.get().pdf)).write_bytes(b"another")
    assert found("last document")[0][1].endswith("is not what was stored")


def test_in_production_links_in_mails_need_the_address_of_the_shop(settings, monkeypatch):
    [(state, says, _)] = found("links in mails")
    assert (state, says) == ("ok", f"lead to {settings.GOTUTO_PUBLIC_URL}")
    settings.PRODUCTION = True
    [(state, says, hint)] = found("links in mails")
    assert (state, says.endswith("where no buyer gets"), "GOTUTO_PUBLIC_URL" in hint) == ("warning", True, True)
    monkeypatch.setitem(configuration.sources, "GOTUTO_PUBLIC_URL", "environment")
    assert found("links in mails")[0][0] == "ok"
