"""The back office: Django's admin over use cases; pages read tables, and every change goes through the context's door."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.admin import ModelAdmin

from gotuto import declared_lookups, sight, trace
from gotuto.admin_keys import KeySelect, is_key
from gotuto.beginnings import Beginning
from gotuto.counting import BoundedPaginator
from gotuto.db.listing import Listing
from gotuto.display import PreparedList, Refers, changed_fields, changes
from gotuto.errors import BusinessError, Stale
from gotuto.finding import Finder, InPart
from gotuto.form_fields import FORM_FIELDS
from gotuto.ids import ActorId
from gotuto.modules import rights
from gotuto.roles import Role
from gotuto.story import Fact
from gotuto.text import UnfitText, line

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[models.Model]
else:
    _ModelForm = forms.ModelForm


class BackOffice(Refers, ModelAdmin):
    """Read-only for those who see the model (`Grant`); what a class opens to its `role` is opened by name.

    The names are `creates`, `edits` and `deletes`.
    """

    role: ClassVar[Role | None] = None
    creates: ClassVar[bool] = False
    edits: ClassVar[bool] = False
    deletes: ClassVar[bool] = False
    # What becomes of a row that is deleted, in words.
    deletion: ClassVar[str] = "It is deleted for good."
    # The same list of the API: what it can be filtered by, this page can too.
    listing: ClassVar[Listing[Any] | None] = None
    # What the search may mean, one after the other; without any, Django's own search fields.
    finders: ClassVar[tuple[Finder, ...]] = ()
    # Whether what was added is to be gone on with: its page is shown then, and not the list.
    goes_on: ClassVar[bool] = False
    # Columns by which other pages link to rows of this one.
    linked_by: ClassVar[tuple[str, ...]] = ()
    # What this page asks of new things of other modules, on the form that makes them.
    beginnings: ClassVar[tuple[Beginning, ...]] = ()
    # The list as a file, if that is wanted: whoever writes files over HTTP says how.
    as_file: ClassVar[Callable[[Any, HttpRequest], Any]] = staticmethod(lambda page, request: None)
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    # Counting what each choice of each filter would leave is work that grows with the table, for whoever adds `?_facets`.
    show_facets = admin.ShowFacets.NEVER
    compressed_fields = True
    formfield_overrides = FORM_FIELDS

    def get_list_filter(self, request: HttpRequest) -> Any:
        declared = [] if self.listing is None else list(self.listing.facets())
        return [*declared, *super().get_list_filter(request)]

    def get_search_fields(self, request: HttpRequest) -> Any:
        """Django shows a search box only where it knows fields."""
        return super().get_search_fields(request) or (("pk",) if self.finders else ())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return PreparedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        if not is_key(self.model, str(object_id)):
            return None
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self.prepare([row])
            # What a page tells of other things depends on who looks.
            row.__dict__["_request"] = request
        return row

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return request is not None and "\x00" not in value and lookup in declared_lookups.names(self, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_see(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.creates and self.may_write(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.edits and self.may_write(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletes and self.may_write(request)

    def has_write_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What actions ask for by `permissions=["write"]`."""
        return self.may_write(request)

    def may_see(self, request: HttpRequest) -> bool:
        return _is_superuser(request) or rights.see(roles_of(request), self.opts.label_lower)

    def may_write(self, request: HttpRequest) -> bool:
        return self.role in roles_of(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        sight.look(request)
        file = type(self).as_file(self, request) if self.may_see(request) else None
        return file or super().changelist_view(request, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        sight.look(request)
        return super().changeform_view(request, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Raises PermissionDenied before anything is looked for."""
        if not self.may_see(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:
        sent = request.POST.copy()
        chosen = sent.getlist(ACTION_CHECKBOX_NAME)
        sent.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if is_key(self.model, str(key))])
        request.POST = sent  # type: ignore[assignment]
        return super().response_action(request, queryset)

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # Each goes through its use case, of which Django's own knows nothing.
        return actions

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """The buttons of a row's page: those that can succeed as the row stands now."""
        row = self.get_object(request, object_id) if self.actions_detail else None
        return [] if row is None else self.buttons(request, row)

    def buttons(self, request: HttpRequest, row: Any) -> list[Any]:
        """What this person can do with a row as it stands now."""
        offered = super().get_actions_detail(request, row.pk)
        return [action for action in offered if self._can_succeed(action, row)]

    def story(self, kind: str, key: Any) -> Iterable[Fact]:
        """What this page has to tell of a thing of another module, for the page of that thing."""
        return ()

    def _can_succeed(self, action: Any, row: Any) -> bool:
        when = getattr(action.method, "when", None)
        return when is None or bool(when(row))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What is looked for is text like that which is stored; a page that searches in its own way says so in `search`."""
        try:
            return self.search(request, queryset, line(search_term))
        except UnfitText:
            # No text that could be stored has it.
            return queryset.none(), False

    def search(self, request: HttpRequest, rows: Any, words: str) -> tuple[Any, bool]:
        """The rows that the first finder means who knows what to make of the words; without finders, Django's own search."""
        if not self.finders or not words:
            found: tuple[Any, bool] = super().get_search_results(request, rows, words)
            return found
        known = (condition for finder in self.finders if (condition := finder(words)) is not None)
        condition = next(known, None)
        request.__dict__["_in_part"] = isinstance(condition, InPart)
        return (rows.none() if condition is None else rows.filter(condition)), False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        trace.set_actor(request.user.pk)
        return super().get_form(request, obj, change=change, **kwargs)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What the history says: each field that was changed, from what to what."""
        if add or not form.changed_data:
            return super().construct_change_message(request, form, formsets, add)
        return changes(*changed_fields(form))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        if self.goes_on and "_addanother" not in request.POST:
            sent = request.POST.copy()
            sent["_continue"] = "1"
            request.POST = sent  # type: ignore[assignment]
        return super().response_add(request, obj, post_url_continue)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has run its use case already; there is nothing left to save."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """A class with `deletes` says by which use case. Raises TypeError otherwise."""
        raise TypeError(f"{type(self).__name__} deletes, but does not say how.")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What a deletion takes along is known to its use case alone; the page says it in words."""
        return [str(obj) for obj in objs], {}, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, {"deletion": self.deletion, **(extra_context or {})})
        except BusinessError as refusal:
            messages.error(request, refusal.detail)
            return self._response_post_save(request, self.get_object(request, object_id))


class UseCaseForm(_ModelForm):
    """A form whose use case runs as the last part of its validation, so that a refusal stands beside the input."""

    # Fields that a refusal calls otherwise than this form.
    called_here: ClassVar[Mapping[str, str]] = {}
    # What other pages ask of a new thing.
    beginnings: ClassVar[tuple[Beginning, ...]] = ()

    def command(self, data: dict[str, Any]) -> Any:
        """Call the use case; what it returns has the id of the saved row. Raises BusinessError."""
        raise TypeError(f"{type(self).__name__} has no command.")

    def _post_clean(self) -> None:
        # Not the model's own validation: the rules stand in the use case.
        if self.errors:
            return
        try:
            # A refusal must leave nothing behind in the admin's own transaction.
            with transaction.atomic():
                result = self._run()
        except BusinessError as refusal:
            for field, said in (refusal.faults or {"": [words(refusal)]}).items():
                name = self.called_here.get(field, field)
                self.add_error(name if name in self.fields else None, said)
            return
        self.instance = type(self.instance)._default_manager.get(pk=result.id)

    def _run(self) -> Any:
        given = dict(self.cleaned_data)
        asked = [(each, given.pop(each.name)) for each in self.beginnings]
        result = self.command(given)
        for each, answer in asked:
            if answer is not None:
                each.begin(result, answer)
        return result

    def save(self, commit: bool = True) -> Any:
        return self.instance

    def save_m2m(self) -> None:
        """The use case has done it all."""


def words(refusal: BusinessError) -> str:
    """A refusal as a page of the back office says it."""
    if not isinstance(refusal, Stale):
        return refusal.detail
    return format_html(
        "Somebody else changed it meanwhile: you saw version {}, now it is version {}. "
        '<a class="go-link" href="">Show it as it is now</a>, then repeat your change.',
        refusal.expected,
        refusal.actual,
    )


def acting() -> ActorId | None:
    """Who is to be remembered for what a form or an action does."""
    user_id = trace.actor()
    return None if user_id is None else ActorId(user_id)


class ForSuperusers(BackOffice):
    """Who may do what is decided by those who may do everything."""

    def may_write(self, request: HttpRequest) -> bool:
        return _is_superuser(request)


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """The roles of whoever asks, if they may enter at all."""
    return getattr(request.user, "roles", frozenset()) if _is_staff(request) else frozenset()


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)
