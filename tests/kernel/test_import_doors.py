"""Imports over HTTP, in the back office and by command."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from contexts.catalog.products.models import Product
from contexts.customer.staff.use_cases import ensure_staff
from gotuto import testing
from gotuto.imports import working
from gotuto.imports.models import Import
from tests.catalog.builders import NOW, shelf
from tests.catalog.exchange.files import as_csv
from tests.office import press, said

pytestmark = pytest.mark.django_db

PAGE = "/admin/gotuto_imports/import/"


def tea(number, **more):
    return {"sku": f"TEA-{number}", "name": f"Tea {number}", "category": "tea", "price": "4.50", **more}


@pytest.fixture(autouse=True)
def shelves():
    shelf("Tea")


def sent(rows):
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    return {"kind": "products", "file": base64.b64encode(content).decode(), "file_name": "tea.csv"}


def test_over_http_a_file_is_sent_looked_at_confirmed_and_done(staff_api):
    keeper = staff_api("catalog")
    answer = keeper.post("imports/", sent([tea(1), tea(2, price="free")]))
    assert (answer.status_code, answer.json()["status"], answer.json()["rows"]) == (201, "validating", 2)
    one = f"imports/{answer.json()['id']}/"
    assert keeper.post(f"{one}confirm/").json()["code"] == "imports.not_ready"
    testing.drain()
    assert keeper.get(one).json()["status"] == "ready"
    [problem] = keeper.get(f"{one}errors/").json()["results"]
    assert (problem["line"], problem["column"], problem["value"]) == (3, "price", "free")
    file = b"".join(keeper.get(f"{one}errors/?format=csv").streaming_content).decode()
    assert file.splitlines()[0] == "id,line,column,value,problem"
    assert "3,price,free" in file
    assert keeper.post(f"{one}confirm/").json()["status"] == "running"
    testing.drain()
    assert keeper.get(one).json()["created"] == 1
    assert [row["id"] for row in keeper.get("imports/?status=done").json()["results"]] == [answer.json()["id"]]
    assert keeper.post(f"{one}cancel/").json()["code"] == "imports.ended"
    export = keeper.get("exports/products/")
    assert b"".join(export.streaming_content).startswith(b"sku,product,name")
    assert export["Content-Disposition"] == 'attachment; filename="products.csv"'
    assert b"".join(keeper.get("exports/products/?format=xlsx").streaming_content).startswith(b"PK")


def test_a_file_may_come_as_a_part_of_a_form(staff_api):
    keeper = staff_api("catalog")

    def send(name="tea.csv", content=None, **parts):
        file = SimpleUploadedFile(name, as_csv([tea(1)]) if content is None else content)
        return keeper.form("imports/", {"kind": "products", "file": file, **parts}, **{"Idempotency-Key": name})

    first = send()
    assert (first.status_code, first.json()["rows"]) == (201, 1)
    assert Import.objects.get().file_name == "tea.csv"
    assert send().json()["id"] == first.json()["id"]
    assert send(content=b"sku\nA\n").json()["code"] == "idempotency.key_reused"
    for name, wrong, field in (
        ("no", {"file": ""}, "file"), ("twice", {"kind": ["products", "stock"]}, "kind"), ("odd", {"colour": "red"}, "colour"),
        ("empty", {"content": b""}, "file"),
    ):  # fmt: skip
        answer = send(name, **wrong)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field]), name
    broken = keeper._client.post("/api/v1/imports/", b"?", content_type="multipart/form-data", headers=keeper.headers)
    assert "form parse error" in broken.content.decode()
    assert keeper.form("categories/", {"name": "A"}).status_code == 415


def test_a_repeat_with_the_same_key_is_the_same_import(staff_api):
    keeper = staff_api("catalog")
    first = keeper.post("imports/", sent([tea(1)]), **{"Idempotency-Key": "k-1"}).json()
    assert keeper.post("imports/", sent([tea(1)]), **{"Idempotency-Key": "k-1"}).json()["id"] == first["id"]
    assert Import.objects.count() == 1


def test_over_http_refusals_name_what_is_wrong(staff_api):
    keeper, clerk = staff_api("catalog"), staff_api("billing")
    for body, code in (
        ({"kind": "products", "file": "?"}, "invalid"),
        (sent(b"colour\nred\n"), "tables.file_refused"),
        ({**sent([tea(1)]), "kind": "dreams"}, "imports.kind_not_found"),
    ):
        assert keeper.post("imports/", body).json()["code"] == code
    assert clerk.post("imports/", sent([tea(1)])).json()["code"] == "imports.kind_not_yours"
    assert clerk.get("exports/products/").status_code == 403
    one = keeper.post("imports/", sent([tea(1)])).json()["id"]
    assert clerk.get(f"imports/{one}/").status_code == 404
    assert clerk.get(f"imports/{one}/errors/").status_code == 404
    assert clerk.get("imports/").json()["results"] == []


def test_a_dry_run_reads_the_file_and_keeps_nothing(staff_api):
    answer = staff_api("catalog").post("imports/", sent([tea(1)]), Prefer="dry-run")
    assert answer.json()["rows"] == 1
    assert not Import.objects.exists()


@pytest.fixture
def clerk():
    return signed_in("catalog")


def signed_in(*roles, superuser=False):
    email = f"{'-'.join(roles) or 'boss'}@example.com"
    ensure_staff(email=email, password="a-long-password-9", roles=roles, is_superuser=superuser, now=NOW)
    browser = Client()
    assert browser.login(username=email, password="a-long-password-9")
    return browser


def add(browser, rows, kind="products"):
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    file = SimpleUploadedFile("tea.csv", content)
    return browser.post(f"{PAGE}add/", {"kind": kind, "file": file}, follow=True)


def test_in_the_back_office_a_file_is_sent_looked_at_and_written(clerk):
    shown = add(clerk, [tea(1), tea(2, price="free")])
    one = Import.objects.get()
    assert shown.redirect_chain == [(f"{PAGE}{one.id}/change/", 302)]
    assert shown.headers["Refresh"] == "2"
    assert "It goes on by itself" in shown.content.decode()
    testing.drain()
    assert str(one.problems.get()) == "line 3: Write a number with a point, such as 1234.50."
    page = clerk.get(f"{PAGE}{one.id}/change/")
    assert "Refresh" not in page.headers
    assert "Line 3, price: Write a number with a point" in page.content.decode()
    assert "2 of 2 checked" in page.content.decode()
    press(clerk, f"{PAGE}{one.id}/confirm/")
    testing.drain()
    assert "1 new, 0 changed, 0 as they were, 0 refused" in clerk.get(f"{PAGE}{one.id}/change/").content.decode()
    listed = clerk.get(PAGE).content.decode()
    assert "Products: tea.csv" in listed
    problems = clerk.get(f"/admin/gotuto_imports/importproblem/?of={one.id}")
    assert "free" in problems.content.decode()
    file = b"".join(clerk.get(f"/admin/gotuto_imports/importproblem/?of={one.id}&_file=csv").streaming_content)
    assert b"Write a number with a point" in file


def test_an_import_is_cancelled_by_a_button(clerk):
    add(clerk, [tea(1)])
    testing.drain()
    one = Import.objects.get()
    press(clerk, f"{PAGE}{one.id}/cancel/")
    one.refresh_from_db()
    assert one.status == "cancelled"


def test_a_file_that_is_refused_is_refused_beside_its_field(clerk):
    assert "Nobody knows the columns" in add(clerk, b"colour\nred\n").content.decode()
    assert not Import.objects.exists()


def test_an_empty_import_shows_that_nothing_is_left_to_do(clerk):
    add(clerk, [tea(1, price="free")])
    testing.drain()
    one = Import.objects.get()
    press(clerk, f"{PAGE}{one.id}/confirm/")
    testing.drain()
    assert "0 of 0 written" in clerk.get(f"{PAGE}{one.id}/change/").content.decode()


def test_who_exchanges_nothing_sees_no_imports_and_a_superuser_all(clerk):
    add(clerk, [tea(1)])
    one = Import.objects.get()
    assert signed_in("support").get(PAGE).status_code == 403
    other = signed_in("stock")
    assert "tea.csv" not in other.get(PAGE).content.decode()
    assert other.get(f"{PAGE}{one.id}/change/").status_code == 302
    assert add(other, [tea(2)]).status_code == 200
    assert Import.objects.count() == 1
    add(other, [{"sku": "TEA-1", "on_hand": 3}], kind="stock")
    assert list(Import.objects.order_by("kind").values_list("kind", flat=True)) == ["products", "stock"]
    assert "tea.csv" not in clerk.get(f"{PAGE}?kind=stock").content.decode()
    boss = signed_in(superuser=True)
    assert "tea.csv" in boss.get(PAGE).content.decode()
    assert b"".join(boss.get(f"{PAGE}export/products.csv").streaming_content).startswith(b"sku,")


def test_what_nobody_knows_any_more_is_called_by_its_name(clerk):
    Import.objects.all().delete()
    add(clerk, [tea(1)])
    Import.objects.update(kind="dreams", file_name="")
    assert Import.objects.get().to_dto().kind == "dreams"


def test_an_export_comes_by_a_link_and_a_refusal_stands_on_the_list(clerk):
    assert "export/products.csv" in clerk.get(PAGE).content.decode()
    assert b"".join(clerk.get(f"{PAGE}export/products.xlsx").streaming_content).startswith(b"PK")
    assert b"".join(clerk.get(f"{PAGE}export/products.odt").streaming_content).startswith(b"sku,")
    shown = clerk.get(f"{PAGE}export/dreams.csv", follow=True)
    assert "is nothing that comes and goes as files" in said(shown)[0]


def told_by(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr()


def test_the_command_checks_a_file_and_writes_it_when_told_so(tmp_path, capsys):
    file = tmp_path / "tea.csv"
    file.write_bytes(as_csv([tea(1), tea(2, price="free")]))
    checked = told_by(capsys, "import_file", "products", str(file))
    assert "2 rows of products: ready; 0 new, 0 changed, 0 as they were, 1 with errors" in checked.out
    assert "line 3, price: Write a number with a point" in checked.err
    written = told_by(capsys, "import_file", "products", str(file), "--confirm", "--json")
    assert json.loads(written.out)["import"]["created"] == 1
    assert Product.objects.count() == 1


def test_the_command_waits_for_a_worker_that_has_the_import(tmp_path, capsys, monkeypatch):
    file = tmp_path / "tea.csv"
    file.write_bytes(as_csv([tea(1)]))
    work, asked = working.work_on, []

    def busy(import_id):
        asked.append(import_id)
        return work(import_id) if len(asked) > 1 else False

    monkeypatch.setattr(working, "work_on", busy)
    monkeypatch.setattr(working, "SECONDS", 0)
    assert "ready" in told_by(capsys, "import_file", "products", str(file)).out
    assert len(asked) == 3


def test_a_dry_run_of_the_command_reads_the_file_only(tmp_path, capsys):
    file = tmp_path / "tea.csv"
    file.write_bytes(as_csv([tea(1)]))
    assert "1 rows of products: validating" in told_by(capsys, "import_file", "products", str(file), "--dry-run").out
    assert not Import.objects.exists()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_file", "products", str(tmp_path / "none.csv"))


def test_a_list_leads_whoever_may_to_its_file_and_to_the_import(clerk):
    shown = clerk.get("/admin/catalog/product/").content.decode()
    assert "/admin/gotuto_imports/import/export/products.csv" in shown
    add = "/admin/gotuto_imports/import/add/?kind=products"
    assert add in shown
    assert 'value="products" selected' in clerk.get(add).content.decode()
    assert "?kind=" not in clerk.get("/admin/catalog/variant/").content.decode()
    assert "?kind=" not in signed_in("stock").get("/admin/catalog/product/").content.decode()


def test_the_command_exports_into_a_file(tmp_path, capsys):
    for name, begins in (("out.csv", b"sku,"), ("out.xlsx", b"PK"), ("out.txt", b"sku,")):
        file = tmp_path / name
        assert str(file) in told_by(capsys, "export_file", "products", str(file)).out
        assert file.read_bytes().startswith(begins)


def test_an_empty_format_is_none(staff_api):
    answer = staff_api("catalog").get("exports/products/?format=")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["format"])
