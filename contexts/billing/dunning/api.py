"""Dunning over HTTP, for staff who look after what is owed."""

from datetime import date, timedelta
from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.dunning import dto, queries, use_cases
from contexts.billing.dunning.dto import Step
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import ClientId, InvoiceId
from gotuto.paging import Page
from gotuto.roles import Role

_READERS, _WRITERS = may_see("billing.dunningpolicy"), has_role(Role.BILLING)


class PolicyBody(TypedDict):
    """All steps of a seller; those that are left out are taken no more."""

    is_on: Annotated[bool, Meta(description="Whether anything happens at all.")]
    steps: list[Step]


class PlanQuery(TypedDict):
    by: NotRequired[Annotated[date, Meta(description="A year ahead at most; a month ahead without.")]]
    legal_entity: NotRequired[Annotated[str, Meta(max_length=16, description="Only this seller, such as main.")]]


class PauseBody(TypedDict):
    until: Annotated[date, Meta(description="The last day of the pause.")]
    reason: Annotated[str, Meta(max_length=500)]


_PAUSE = {"until": "2099-12-31", "reason": "They pay at the end of the month"}


class DunningPolicy(Endpoint):
    @operation(allow=_READERS, returns=dto.Policy)
    def get(self, request: Request, *, legal_entity: str) -> dto.Policy:
        """What a seller does about those who do not pay; nothing as long as nobody has said."""
        return queries.get_policy(legal_entity=legal_entity)

    @operation(
        allow=_WRITERS,
        returns=dto.Policy,
        example={"is_on": True, "steps": [{"code": "first", "days": 3}, {"code": "last", "days": 28, "tone": "final"}]},
    )
    def put(self, request: Request, *, legal_entity: str, body: PolicyBody) -> dto.Policy:
        """Say which steps are taken, so many days before or after the due date; of those that are past only the latest is."""
        return use_cases.set_policy(
            legal_entity=legal_entity,
            **body,
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class DunningRuns(Endpoint):
    @operation(allow=_READERS, listing=queries.RUNS, returns=Page[dto.Run])
    def get(self, request: Request, *, query: ListQuery[dto.RunFilter]) -> Page[dto.Run]:
        """What was done when, the latest first."""
        return queries.list_runs(filters=query.filters, page=query.page)


class DunningPlan(Endpoint):
    @operation(allow=_READERS, returns=dto.Plan)
    def get(self, request: Request, *, query: PlanQuery) -> dto.Plan:
        """What would happen until a day is over, by day and step, if nobody paid and nothing new was issued."""
        now, by = timezone.now(), query.get("by") or timezone.localdate() + timedelta(days=30)
        return queries.plan(by=by, legal_entity=query.get("legal_entity"), now=now)


class InvoiceDunningPause(Endpoint):
    @operation(allow=_WRITERS, returns=dto.Pause, replay=again(queries.get_pause), example=_PAUSE)
    def post(self, request: Request, *, invoice_id: UUID, body: PauseBody) -> dto.Pause:
        """Keep back the steps of an invoice until a day is over, instead of a pause that is there."""
        return use_cases.pause_invoice(
            invoice_id=InvoiceId(invoice_id), **body, actor=acting(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, invoice_id: UUID) -> None:
        """End the pause of an invoice."""
        use_cases.resume_invoice(
            invoice_id=InvoiceId(invoice_id), expected_version=if_match(request), now=timezone.now()
        )


class ClientDunningPause(Endpoint):
    @operation(allow=_WRITERS, returns=dto.Pause, replay=again(queries.get_pause), example=_PAUSE)
    def post(self, request: Request, *, client_id: UUID, body: PauseBody) -> dto.Pause:
        """Keep back the steps of all invoices of a client until a day is over, instead of a pause that is there."""
        return use_cases.pause_client(client_id=ClientId(client_id), **body, actor=acting(request), now=timezone.now())

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, client_id: UUID) -> None:
        """End the pause of a client."""
        use_cases.resume_client(client_id=ClientId(client_id), expected_version=if_match(request), now=timezone.now())
