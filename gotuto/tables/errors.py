"""What is refused about files that come in."""

from gotuto.errors import Refused


class FileRefused(Refused):
    """A file is no table that can be read, for a reason that a person can act on."""

    code = "tables.file_refused"
    field = "content"
    text = "{said}"
    said: str
