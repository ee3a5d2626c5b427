"""veraPDF, the PDF Association's own validator, as Maven Central has it: is a file PDF/A-3b?"""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from wider.check import Missed

VERSION = "1.28.2"
_JUDGE = Path(__file__).parent / "Judge.java"
_SECONDS = 600
_PROJECT = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>gotuto</groupId><artifactId>judge</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.verapdf</groupId><artifactId>validation-model</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""


def broken(paths: Sequence[Path]) -> dict[str, list[str]]:
    """The clauses of ISO 19005-3 that each file breaks, by its name; none for one that conforms. Raises Missed."""
    told = _run("java", "-cp", _libraries(), str(_JUDGE), *map(str, paths))
    lines = [line.split("\t") for line in told.splitlines() if line.startswith(("conforms\t", "breaks\t"))]
    return {
        Path(path).name: clauses or (["nothing"] if verdict == "breaks" else []) for verdict, path, *clauses in lines
    }


def _libraries() -> str:
    """Where they are, once Maven has brought them into its own cache."""
    with tempfile.TemporaryDirectory(prefix="gotuto-verapdf-") as folder:
        project, listed = Path(folder) / "pom.xml", Path(folder) / "libraries"
        project.write_text(_PROJECT)
        _run("mvn", "-q", "-B", "-f", str(project), "dependency:build-classpath", f"-Dmdep.outputFile={listed}")
        return listed.read_text().strip()


def _run(*command: str) -> str:
    told = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if told.returncode:
        raise Missed(f"{command[0]} failed: {(told.stderr or told.stdout).strip()[-300:]}")
    return told.stdout
