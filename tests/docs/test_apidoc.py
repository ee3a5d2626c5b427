"""What the API guide takes from the code is what the code says, and a change that it does not show is noticed."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from config import apidoc
from config.apidoc import codes
from config.archdoc import tree
from tests.architecture.test_archdoc import archdoc_in

GUIDE = tree.ROOT / "docs" / "api"


def test_the_guide_is_what_the_code_says() -> None:
    done = archdoc_in(tree.ROOT, "--check", command="apidoc")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The guide in a folder of its own, as it should be."""
    shutil.copytree(GUIDE, tmp_path / "docs" / "api")
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    apidoc.write()
    return tmp_path / "docs" / "api"


def test_a_change_of_a_program_a_code_or_an_operation_is_named_and_then_written(beside: Path) -> None:
    shown = beside / "first-order.md"
    collection = beside / "gotuto.postman_collection.json"
    before = shown.read_text(), collection.read_text()
    with (beside / "examples" / "first_order.py").open("a") as program:
        program.write("# An afterthought.\n")
    collection.write_text(json.dumps({"item": []}))
    errors = beside / "errors.md"
    errors.write_text(errors.read_text().replace("| `order.cart_empty` |", "| `order.cart_void` |"))

    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("apidoc", "--check", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().splitlines() == [
        "docs/api/errors.md",
        "docs/api/first-order.md",
        "docs/api/gotuto.postman_collection.json",
        "These pages are not what the code says. Run: ./manage.py apidoc",
    ]

    call_command("apidoc", stdout=StringIO())
    assert shown.read_text() == before[0].replace("['reason']}\")\n```", "['reason']}\")\n# An afterthought.\n```")
    assert collection.read_text() == before[1]
    assert "order.cart_void" not in errors.read_text()


def test_a_program_that_is_not_there_is_named(beside: Path) -> None:
    (beside / "examples" / "first_order.go").unlink()
    with pytest.raises(tree.NoSourceTree, match=r"first_order\.go is not here"):
        apidoc.pages()


def test_every_part_of_the_api_has_its_codes() -> None:
    page = (GUIDE / "errors.md").read_text()
    for name in tree.names():
        assert f"| `{name}." in page
    assert "| `invalid` | 400 | The input cannot be understood. |" in page
    assert "archdoc." not in "\n".join(codes.block())
