"""`python -m wider.site`, or `make docs`: builds the site into build/site, and fails on any warning."""

import sys

from wider.check import Failed, Missed
from wider.site import building


def main() -> int:
    try:
        print(
            f"{building.build()} pages are in {building.SITE}; look at them with: python3 -m http.server -d {building.SITE}"
        )
    except (Failed, Missed) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
