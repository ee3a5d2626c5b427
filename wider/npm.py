"""Files of packages from the npm registry."""

import subprocess
import tarfile
import tempfile
from pathlib import Path

from wider.check import Missed


def source(package: str, file: str) -> str:
    """A file of a package, named with its version. Raises Missed."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, capture_output=True, text=True, timeout=120
        )
        if packed.returncode:
            raise Missed(f"npm does not bring {package}: {packed.stderr.strip()[-200:]}")
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            found = archive.extractfile(f"package/{file}")
            assert found is not None
            return found.read().decode()
