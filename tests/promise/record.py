"""`python -m tests.promise.record` writes `before/` anew: only on the commit of a release, when what was added is promised as well.

The release is named there too, with its commit, so that a clone without tags finds it.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from gotuto.version import VERSION

BEFORE = Path(__file__).parent / "before"


def recorded(name: str) -> Any:
    return json.loads((BEFORE / f"{name}.json").read_text())


def _write(name: str, promised: Any) -> None:
    # A line for each entry, so that a review sees what came.
    if isinstance(promised, dict):
        opening, closing, lines = "{", "}", [f"{_compact(key)}:{_compact(promised[key])}" for key in sorted(promised)]
    else:
        opening, closing, lines = "[", "]", [_compact(entry) for entry in promised]
    (BEFORE / f"{name}.json").write_text(f"{opening}\n" + ",\n".join(lines) + f"\n{closing}\n")


def _compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.promise.present import ALL

    for name, promised in ALL.items():
        _write(name, promised())
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    _write("release", {"tag": f"v{VERSION}", "commit": commit})
