"""The version of this tree, as pyproject.toml says it; the image has no pyproject.toml."""

VERSION = "0.2.0"
