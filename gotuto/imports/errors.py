"""What is refused about imports and exports."""

from uuid import UUID

from gotuto.errors import BusinessError, Conflict, NotFound


class ImportNotFound(NotFound):
    """There is no such import, or none that the asker may see."""

    code = "imports.not_found"
    text = "There is no import {import_id}."
    import_id: UUID


class KindNotFound(NotFound):
    """Nothing that is exchanged as files is called so."""

    code = "imports.kind_not_found"
    field = "kind"
    text = "{kind!r} is nothing that comes and goes as files. There are: {known}."
    kind: str
    known: str


class KindNotYours(BusinessError):
    """Another role exchanges these (403)."""

    code = "imports.kind_not_yours"
    title = "Not yours to do"
    status = 403
    text = "{kind} come and go as files for staff with the role '{role}' only."
    kind: str
    role: str


class ImportNotReady(Conflict):
    """An import is confirmed once it is checked, and once."""

    code = "imports.not_ready"
    text = "This import is {state}, and is confirmed when it is ready. Look at it again."
    state: str


class ImportEnded(Conflict):
    """What has ended cannot be cancelled."""

    code = "imports.ended"
    text = "This import is {state} already. What it has written stays."
    state: str


class RowsRefused(Conflict):
    """What was right when it was checked is not any more."""

    code = "imports.rows_refused"
    text = "{said}"
    said: str
