"""The programs of the guide, shown as they stand in files that tests run."""

from pathlib import PurePath

from config.archdoc import tree

_LANGUAGES = {".sh": "sh", ".py": "python", ".mts": "ts", ".go": "go"}


def block(name: str) -> list[str]:
    """A program as a block of code, with the name of its file. Raises NoSourceTree."""
    text = tree.read(f"docs/api/examples/{name}")
    return [f"[`{name}`](examples/{name})", "", f"```{_LANGUAGES[PurePath(name).suffix]}", text.rstrip("\n"), "```"]
