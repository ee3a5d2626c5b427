"""Bodies that are longer than most may be: they wait on disk, and only so many at once."""

import io
import tempfile
from typing import IO

from gotuto.runtime.web.refusals import too_many_uploads


class Uploads:
    """The long bodies that come in at this moment."""

    def __init__(self, most: int) -> None:
        self._free = most

    def begin(self, so_far: io.BytesIO) -> IO[bytes]:
        """A file without a name that begins with what has come. Raises Refused when there are too many."""
        if not self._free:
            raise too_many_uploads()
        self._free -= 1
        file = tempfile.TemporaryFile()  # noqa: SIM115  the request closes it
        file.write(so_far.getvalue())
        return file

    def end(self) -> None:
        self._free += 1
