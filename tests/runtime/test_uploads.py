"""Only so many long bodies wait on disk at once."""

import io

import pytest

from gotuto.runtime.web.refusals import Refused
from gotuto.runtime.web.uploads import Uploads


def test_whoever_comes_when_all_places_are_taken_is_told_to_come_again():
    uploads = Uploads(1)
    with uploads.begin(io.BytesIO(b"so far")) as file:
        file.seek(0)
        assert file.read() == b"so far"
    with pytest.raises(Refused) as refusal:
        uploads.begin(io.BytesIO())
    assert refusal.value.status_line == "503 Service Unavailable"
    uploads.end()
    uploads.begin(io.BytesIO()).close()
