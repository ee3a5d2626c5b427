"""Libraries from Maven Central: a class path, once Maven has brought them into its own cache."""

import subprocess
import tempfile
from pathlib import Path

from wider.check import Missed

SECONDS = 600
_PROJECT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>gotuto</groupId><artifactId>wider</artifactId><version>1</version>
  <dependencies>{}</dependencies>
</project>
"""
_LIBRARY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


def class_path(*libraries: str) -> str:
    """Where the libraries are, each named as `group:artifact:version`. Raises Missed."""
    with tempfile.TemporaryDirectory(prefix="gotuto-maven-") as folder:
        project, listed = Path(folder) / "pom.xml", Path(folder) / "libraries"
        project.write_text(_PROJECT.format("".join(_LIBRARY.format(*library.split(":")) for library in libraries)))
        told("mvn", "-q", "-B", "-f", str(project), "dependency:build-classpath", f"-Dmdep.outputFile={listed}")
        return listed.read_text().strip()


def told(*command: str) -> str:
    """What a program says. Raises Missed."""
    asked = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if asked.returncode:
        raise Missed(f"{command[0]} failed: {(asked.stderr or asked.stdout).strip()[-300:]}")
    return asked.stdout
