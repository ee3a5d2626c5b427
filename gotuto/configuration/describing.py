"""The settings for people: the page of the documentation, and what is in force here."""

from collections.abc import Iterator
from dataclasses import dataclass

from gotuto.configuration.environments import BASE
from gotuto.configuration.reading import Configuration
from gotuto.configuration.setting import Declarations, Derived, Setting

_PREFACE = """\
# Settings

Made from `config/declared/` by `manage.py settings --markdown`; a test compares.

All are variables of the environment. Instead of each `NAME` there may be a `NAME_FILE`, the path of a file that holds the
value, as secrets are handed to containers; it wins. An empty value counts as none. Every process checks all of them when it
starts, and names all that is wrong at once; names that begin with `GOTUTO_` and are none of these are warned of.
`manage.py settings --explain [NAME]` tells what is in force, and where it comes from.

What no variable says is taken from the file of the environment, then from that of all environments, then from the default.
The files come with the release and hold what differs from the defaults, which are made for production; no secret stands there.
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
            default=default_of(setting, configuration.declared),
            allowed=setting.kind.words,
            unit=setting.unit,
            meaning=setting.meaning,
            is_secret=setting.secret,
            is_internal=setting.internal,
        )
        for setting in configuration.declared
    ]


def default_of(setting: Setting, declared: Declarations) -> str:
    """The default as the documentation says it, and what the files of the environments say instead."""
    words = setting.default.words if isinstance(setting.default, Derived) else _code(setting.default)
    instead = (f"in {name} `{values[setting.name]}`" for name, values in _files(declared) if setting.name in values)
    return "; ".join(filter(None, [words, *instead]))


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def markdown(declared: Declarations) -> str:
    """The page of the documentation."""
    return "\n".join([_PREFACE, *_environments(declared), *_sections(declared)])


def _environments(declared: Declarations) -> Iterator[str]:
    if declared.environments is not None:
        yield "| file | says |"
        yield "|---|---|"
        for name, values in _files(declared):
            said = ", ".join(f"`{setting}={text}`" for setting, text in values.items())
            yield f"| `{declared.environments.path(name)}` | {said or 'nothing'} |"
        yield ""


def _files(declared: Declarations) -> Iterator[tuple[str, dict[str, str]]]:
    """The environments, `base` first, and what the file of each says."""
    if declared.environments is not None and declared.chooser is not None:
        for name in (BASE, *declared.chooser.kind.choices):
            yield name, declared.environments.values(name)


def _sections(declared: Declarations) -> Iterator[str]:
    for section in declared.sections:
        yield f"## {section.title}\n"
        yield "| name | default | allowed | meaning |"
        yield "|---|---|---|---|"
        yield from (_row(setting, declared) for setting in section.settings)
        yield ""


def _row(setting: Setting, declared: Declarations) -> str:
    secret = " Secret." if setting.secret else ""
    former = f" Formerly `{'`, `'.join(setting.formerly)}`." if setting.formerly else ""
    allowed = f"{setting.kind.words} ({setting.unit})" if setting.unit else setting.kind.words
    return f"| `{setting.name}` | {default_of(setting, declared)} | {allowed} | {setting.meaning}{secret}{former} |"
