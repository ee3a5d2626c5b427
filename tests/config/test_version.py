"""The version is told by one word, wherever it is asked for."""

import tomllib

from gotuto.version import VERSION
from tests.architecture.tree import ROOT


def test_the_version_is_that_of_the_package():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
