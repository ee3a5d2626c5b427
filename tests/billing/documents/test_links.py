"""The link in a mail opens one document to whoever has it: so no line of a log has it."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from gotuto import capabilities
from tests.billing.builders import issued
from tests.billing.sellers.builders import described
from tests.clients import Api
from tests.shop import settle

pytestmark = pytest.mark.django_db


def test_a_link_stands_in_no_line_of_the_log(now, caplog, monkeypatch):
    described(now=now)
    invoice = issued(now=now)
    settle()
    link = capabilities.issue(kind="document", subject_id=invoice.id, expires_at=datetime.now(UTC) + timedelta(days=1))
    path = f"invoices/{invoice.id}/document/"
    # Each request is slow then, and has a line.
    monkeypatch.setattr("gotuto.http.middleware._SLOW_SECONDS", -1)

    with caplog.at_level("DEBUG"), capture_logs() as lines:
        answers = [Api().get(f"{path}?token={token}").status_code for token in (link, f"x{link}")]

    assert answers == [200, 404]
    assert [line["path"] for line in lines if "path" in line] == [f"/api/v1/{path}"] * 2
    assert link not in f"{lines} {caplog.text}"
