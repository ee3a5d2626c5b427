"""Keys of rows as addresses and forms of the back office bring them: a text that no row can have is no key."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model

from gotuto.text import UnfitText, line


def is_key(model: type[Model], text: str) -> bool:
    """Whether a row of the model could have this key; asked with any other, the database would refuse to look."""
    try:
        model._meta.pk.to_python(line(text))
    except (ValidationError, UnfitText):
        return False
    return True


class KeySelect(AutocompleteSelect):
    """A choice of one row; what was sent and is no key is shown as nothing chosen."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        model = self.choices.queryset.model
        return super().optgroups(name, [one for one in value if is_key(model, one)], attr)
