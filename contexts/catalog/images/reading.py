"""The files of images, as they are handed out."""

import re
from typing import IO

from django.core.files.storage import storages

_FILE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}(-\d{1,4})?\.(jpg|png|webp)")


def open_file(file: str) -> IO[bytes] | None:
    """The file of an image or of a thumbnail, or nothing."""
    storage = storages["images"]
    return storage.open(file) if _FILE.fullmatch(file) and storage.exists(file) else None
