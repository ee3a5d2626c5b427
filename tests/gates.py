"""How much of each part must run in the tests: `python -m tests.gates`, after a measured run (`make test COVERAGE=1`)."""

import sys
from io import StringIO

from coverage import Coverage

from tests.architecture import tree

# Money and orders leave hardly a line untried; everything else few.
NEARLY_ALL, MOST = 99.8, 97.0
GATES = {
    **{f"contexts/{context}": NEARLY_ALL if context in ("billing", "order") else MOST for context in tree.CONTEXTS},
    "config": MOST,
    "gotuto": MOST,
}


def main() -> int:
    measured = Coverage(data_file=str(tree.ROOT / ".coverage"))
    measured.combine(strict=False)
    measured.save()
    low = []
    for part, gate in GATES.items():
        details = StringIO()
        reached = measured.report(include=[f"{part}/*"], file=details, show_missing=True, skip_covered=True)
        print(f"{part:<24}{reached:>7.2f} %  (at least {gate:g})")
        if reached < gate:
            low.append(part)
            print(details.getvalue())
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
