"""Tests reach into the kernel by `gotuto.testing` only, so that a private name may change on any day."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import tree

# Django's `_meta` is public but for its name.
_PRIVATE = re.compile(r"_(?!_|meta$).*")
# Who plants a fault, and where.
SABOTAGE = {"tests/inventory/test_concurrency.py": "takes the lock out of a statement, and sees the oversell test fail"}
PLANTED = "from gotuto.outbox import delivery\n\ndef test_it():\n    delivery._deliver(claim)\n"


def private_names(module: ast.Module) -> Iterator[ast.Attribute]:
    """Names with a leading underscore that are asked of something that was imported from the kernel or a context."""
    known = {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("gotuto", "contexts")
        for alias in node.names
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield from [node] if _PRIVATE.fullmatch(node.attr) else []


def test_tests_use_no_private_name_of_the_product() -> None:
    found = [
        f"{tree.shown(path, node.lineno)}: {ast.unparse(node)}; give it a name in gotuto/testing.py"
        for path in tree.sources("tests", "bench")
        if str(path.relative_to(tree.ROOT)) not in SABOTAGE
        for node in private_names(tree.parsed(path))
    ]
    assert found == []


def test_a_private_name_is_noticed() -> None:
    assert [node.attr for node in private_names(ast.parse(PLANTED))] == ["_deliver"]
