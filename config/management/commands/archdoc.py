"""`manage.py archdoc`: writes docs/architecture/ from the code. With --check it only looks; exit code 1 if a page is stale."""

from config import archdoc
from config.written_pages import WritesPages


class Command(WritesPages):
    help = (
        "Writes the architecture pages (docs/architecture/, pictures of README.md) from the code."
        " Example: manage.py archdoc --check"
    )
    name, source = "archdoc", archdoc
