"""What brings releases to clusters besides Argo CD: Tekton's pipelines, and Skaffold for whoever develops."""

import tempfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from wider.check import Check, Failed, Tool
from wider.gitops import planted, promotion, skaffold, tekton
from wider.manifests.planted import Mistake
from wider.manifests.rendering import Document


def _run() -> str:
    documents = tekton.documents()
    wrong = [*filter(None, tekton.refused(documents)), *tekton.faults(documents)]
    if wrong:
        raise Failed(f"Tekton: {'; '.join(wrong)}")
    seen = _played(documents)
    written = skaffold.read()
    if wrong := [*filter(None, [skaffold.refused(written)]), *skaffold.faults(written)]:
        raise Failed(f"skaffold.yaml: {'; '.join(wrong)}")
    found = _found(documents)
    kinds = ", ".join(sorted({one["kind"] for one in documents}))
    return (
        f"{len(documents)} resources ({kinds}) pass Tekton {tekton.TEKTON[1]}'s admission and our rules; {seen}; "
        f"skaffold.yaml fits the schema of Skaffold {skaffold.SKAFFOLD[1]} and the product; {found} planted mistakes are found"
    )


def _played(documents: Sequence[Document]) -> str:
    tasks = {one["metadata"]["name"]: one["spec"] for one in documents if one["kind"] == "Task"}
    with tempfile.TemporaryDirectory(prefix="gotuto-promoted-") as folder:
        return promotion.play(promotion.repository(Path(folder), tasks))


def _found(documents: Sequence[Document]) -> int:
    """How many mistakes were found. Raises Failed for one that was not."""
    for name, mistakes in (("Tekton", planted.REFUSED), ("the rules for Tekton", planted.WRONG)):
        for number, mistake in enumerate(mistakes):
            changed = _changed(documents, mistake)
            if not (any(tekton.refused(changed)) if name == "Tekton" else list(tekton.faults(changed))):
                raise Failed(f"mistake {number} was not found by {name}")
    for number, mistake in enumerate(planted.CLUMSY):
        try:
            _played(_changed(documents, mistake))
        except Failed:
            continue
        raise Failed(f"mistake {number} was not found by playing")
    for number, change in enumerate((*planted.MISSPELT, *planted.STRANGE)):
        written = deepcopy(skaffold.read())
        change(written)
        if not (skaffold.refused(written) if number < len(planted.MISSPELT) else list(skaffold.faults(written))):
            raise Failed(f"mistake {number} in skaffold.yaml was not found")
    return sum(map(len, (planted.REFUSED, planted.WRONG, planted.CLUMSY, planted.MISSPELT, planted.STRANGE)))


def _changed(documents: Sequence[Document], mistake: Mistake) -> list[Document]:
    kind, name, change = mistake
    copies = deepcopy(list(documents))
    change(next(one for one in copies if (one["kind"], one["metadata"].get("name", "")) == (kind, name)))
    return copies


CHECK = Check(
    "gitops",
    (Tool("go", ("go", "version"), "Go"), Tool("git", ("git", "--version"), "Debian's git")),
    _run,
)
