"""The pages of the runbook, as an operator reads them: what to call, and what it says then."""

import re
from dataclasses import dataclass
from functools import cached_property

from tests.architecture.tree import ROOT

FOLDER = ROOT / "docs" / "runbook"
LOOK, CURE, AFTERWARDS = "Look here first", "Cure", "Afterwards"
SECTIONS = ["What it means", "What buyers notice", LOOK, CURE, AFTERWARDS, "Why it can happen"]
_BLOCK = r"^```{kind}\n(.*?)^```"


@dataclass(frozen=True)
class Page:
    """The page of one alert."""

    alert: str

    @cached_property
    def text(self) -> str:
        return (FOLDER / f"{self.alert}.md").read_text()

    @cached_property
    def head(self) -> str:
        """What stands above the first section."""
        return self.text.partition("\n## ")[0]

    @cached_property
    def sections(self) -> dict[str, str]:
        return dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", self.text, re.MULTILINE | re.DOTALL))

    def commands(self, *sections: str) -> list[str]:
        """The lines of the blocks of commands."""
        return self._lines("sh", sections)

    def sayings(self, section: str) -> list[str]:
        """The lines that the commands of a section are said to print."""
        return self._lines("text", [section])

    def _lines(self, kind: str, sections: tuple[str, ...] | list[str]) -> list[str]:
        texts = "\n".join(self.sections[name] for name in sections or SECTIONS)
        blocks = re.findall(_BLOCK.format(kind=kind), texts, re.MULTILINE | re.DOTALL)
        return [line for block in blocks for line in block.splitlines()]


def pages() -> list[Page]:
    return [Page(path.stem) for path in sorted(FOLDER.glob("*.md")) if path.stem != "README"]


def unsaid(sayings: list[str], said: str) -> list[str]:
    """The lines that were not printed, whatever stands in place of each `…` and however wide its columns are."""
    printed = [" ".join(line.split()) for line in said.splitlines()]
    return [saying for saying in sayings if not any(_pattern(saying).fullmatch(line) for line in printed)]


def _pattern(saying: str) -> re.Pattern[str]:
    return re.compile(
        ".*".join(map(re.escape, " ".join(saying.split()).split("…"))).replace(r"\ .*", ".*").replace(r".*\ ", ".*")
    )
