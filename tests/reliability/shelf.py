"""A storage of documents that shows each moment of writing a file to whoever stands by."""

from collections.abc import Iterator
from typing import Any

from gotuto.stored_files import DurableStorage
from tests.reliability import trouble


class Shelf(DurableStorage):
    """Stores as the product does, each file in two halves."""

    def _save(self, name: str, content: Any) -> str:
        kind = name.rpartition(".")[2]
        save = super()._save
        return str(trouble.witness(f"{kind} stored", lambda: save(name, Halves(content.read(), kind))))


class Halves:
    """What is written into a file, with a moment in its middle."""

    def __init__(self, content: bytes, kind: str) -> None:
        self.content, self.kind = content, kind

    def chunks(self) -> Iterator[bytes]:
        middle = len(self.content) // 2
        yield self.content[:middle]
        trouble.witness(f"half of the {self.kind}", lambda: None)
        yield self.content[middle:]
