"""veraPDF, the PDF Association's own validator, as Maven Central has it: is a file PDF/A-3b?"""

from collections.abc import Sequence
from pathlib import Path

from wider.maven import class_path, told

VERSION = "1.28.2"
_JUDGE = Path(__file__).parent / "Judge.java"


def broken(paths: Sequence[Path]) -> dict[str, list[str]]:
    """The clauses of ISO 19005-3 that each file breaks, by its name; none for one that conforms. Raises Missed."""
    libraries = class_path(f"org.verapdf:validation-model:{VERSION}")
    said = told("java", "-cp", libraries, str(_JUDGE), *map(str, paths))
    lines = [line.split("\t") for line in said.splitlines() if line.startswith(("conforms\t", "breaks\t"))]
    return {
        Path(path).name: clauses or (["nothing"] if verdict == "breaks" else []) for verdict, path, *clauses in lines
    }
