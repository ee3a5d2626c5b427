"""How many rows a list of the back office has: counted, but not beyond a number that nobody pages through."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Read in some hundredths of a second; ten million take seconds, on each page of the list.
MOST = 100_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # of whatever the page lists
    """Counts up to MOST; rows beyond are found by filters and searches."""

    template_name = "admin/pages.html"

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def in_words(self) -> str:
        return f"more than {MOST:,}" if self._counted > MOST else f"{self._counted:,}"

    @cached_property
    def _counted(self) -> int:
        return int(self.object_list.order_by()[: MOST + 1].count())  # type: ignore[attr-defined]
