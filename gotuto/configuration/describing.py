"""The settings for people: the page of the documentation, and what is in force here."""

from collections.abc import Iterator
from dataclasses import dataclass

from gotuto.configuration.reading import Configuration
from gotuto.configuration.setting import Declarations, Derived, Setting

_PREFACE = """\
# Settings

Made from `config/declared/` by `manage.py settings --markdown`; a test compares.

All are variables of the environment. Instead of each `NAME` there may be a `NAME_FILE`, the path of a file that holds the
value, as secrets are handed to containers; it wins. An empty value counts as none. Every process checks all of them when it
starts, and names all that is wrong at once; names that begin with `GOTUTO_` and are none of these are warned of.
`manage.py settings --explain [NAME]` tells what is in force, and where it comes from.
"""


@dataclass(frozen=True)
class InForce:
    """A setting as it is here; the value of a secret is never told."""

    name: str
    value: str
    source: str
    default: str
    allowed: str
    unit: str
    meaning: str
    is_secret: bool
    is_internal: bool


def in_force(configuration: Configuration) -> list[InForce]:
    """Every setting with its value and where it comes from."""
    return [
        InForce(
            name=setting.name,
            value=configuration.shown(setting),
            source=configuration.sources[setting.name],
            default=default_of(setting),
            allowed=setting.kind.words,
            unit=setting.unit,
            meaning=setting.meaning,
            is_secret=setting.secret,
            is_internal=setting.internal,
        )
        for setting in configuration.declared
    ]


def default_of(setting: Setting) -> str:
    """The default as the documentation says it."""
    if isinstance(setting.default, Derived):
        return setting.default.words
    return f"`{setting.default}`" if setting.default else ""


def markdown(declared: Declarations) -> str:
    """The page of the documentation."""
    return "\n".join([_PREFACE, *(line for line in _sections(declared))])


def _sections(declared: Declarations) -> Iterator[str]:
    for section in declared.sections:
        yield f"## {section.title}\n"
        yield "| name | default | allowed | meaning |"
        yield "|---|---|---|---|"
        yield from (_row(setting) for setting in section.settings)
        yield ""


def _row(setting: Setting) -> str:
    secret = " Secret." if setting.secret else ""
    former = f" Formerly `{'`, `'.join(setting.formerly)}`." if setting.formerly else ""
    allowed = f"{setting.kind.words} ({setting.unit})" if setting.unit else setting.kind.words
    return f"| `{setting.name}` | {default_of(setting)} | {allowed} | {setting.meaning}{secret}{former} |"
