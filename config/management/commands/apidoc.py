"""`manage.py apidoc`: writes what docs/api/ takes from the code. With --check it only looks; exit code 1 if a page is stale."""

from config import apidoc
from config.written_pages import WritesPages


class Command(WritesPages):
    help = (
        "Writes into the API guide (docs/api/) what is taken from the code: programs, codes, roles, the collection for Postman."
        " Example: manage.py apidoc --check"
    )
    name, source = "apidoc", apidoc
