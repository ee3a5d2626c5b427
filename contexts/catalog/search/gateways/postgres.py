"""Full-text search of PostgreSQL: documents with weights, looked for by every form of the words."""

from contexts.catalog.search import statements
from contexts.catalog.search.dto import Matches, Understood


class Postgres:
    """Searches in the tables of the shop; there is no other server to run."""

    def find(self, question: Understood) -> Matches:
        """The products that a question means."""
        return Matches(
            best=statements.BEST,
            every=statements.EVERY,
            parameters={"wanted": question.wanted, "exact": question.exact},
        )
