"""Mistakes in the compose file that its loader has to find: what does not find them all proves nothing."""

import shutil
from pathlib import Path

from wider.check import Failed
from wider.compose.loading import PROFILES, load

# What is replaced by what, in which file.
_MISTAKES = (
    ("compose.yaml", "    mem_limit: 1g", "    memory_limit: 1g"),
    ("compose.yaml", "    mem_limit: 1g", "    mem_limit: much"),
    ("compose.yaml", '["127.0.0.1:9093:9093"]', '["127.0.0.1:9093:alertmanager"]'),
    ("compose.yaml", "secrets: [metrics-token]", "secrets: [metric-token]"),
    ("compose.yaml", "      - prometheus:/prometheus", "      - prometheu:/prometheus"),
    ("compose.yaml", '["sandbox:/data"]', '["sandboxes:/data"]'),
    ("compose.yaml", "    depends_on: []", "    depends_on: [payment]"),
    ("compose.yaml", "    depends_on: []", "    depends_on: [payments]"),
    ("compose.yaml", "    depends_on: [web1, web2]", "    depends_on: [web1, web3]"),
    ("compose.yaml", "  profiles: [observability]", "  profiles: observability"),
    (
        "compose.yaml",
        "  profiles: [observability]\n  networks: [shop]",
        "  profiles: [observability]\n  networks: [stop]",
    ),
    ("compose.yaml", "${SANDBOX_PAGES:-http", "${SANDBOX_PAGES:-http${"),
    ("compose.yaml", "    depends_on: [web1, web2]", "    depends_on: [web1, web2, payments]\n    links: [nobody]"),
    (".env", "POSTGRES_PASSWORD=", "POSTGRES_PASSWORT="),
)
# Who asks for no profile must not need what belongs to one.
_ONE_SIDED = ("compose.yaml", "    depends_on: [web1, web2]", "    depends_on: [web1, web2, prometheus]")


def found(folder: Path) -> int:
    """How many mistakes were found. Raises Failed for one that was not."""
    told = [_refused(folder, *mistake, profiles=PROFILES) for mistake in _MISTAKES]
    told.append(_refused(folder, *_ONE_SIDED, profiles=()))
    if missed := [number for number, refusal in enumerate(told) if not refusal]:
        raise Failed(f"mistakes {missed} of the compose file were not found")
    return len(told)


def _refused(folder: Path, file: str, before: str, after: str, *, profiles: tuple[str, ...]) -> str:
    """What the loader says against a copy with a mistake."""
    copy = folder.with_name(f"{folder.name}-mistaken")
    shutil.copytree(folder, copy)
    try:
        text = (copy / file).read_text()
        if text.count(before) < 1:
            raise Failed(f"{file} has no {before!r} any more: plant the mistake elsewhere")
        (copy / file).write_text(text.replace(before, after, 1))
        load(copy, *profiles)
    except Failed as refusal:
        if "plant" in str(refusal):
            raise
        return str(refusal)
    finally:
        shutil.rmtree(copy)
    return ""
