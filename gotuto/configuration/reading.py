"""Reads the declared settings: their values, where these come from, and all that is wrong with them."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gotuto.configuration.environments import Given
from gotuto.configuration.setting import Declarations, Derived, Setting, value_of

PREFIX = "GOTUTO_"
HIDDEN = "***"
DEFAULT = "default"


class InvalidSettings(Exception):
    """Settings that cannot be used; the message names each, and what is allowed."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(["GoTuto cannot start with these settings:", *(f"  {each}" for each in findings)]))
        self.findings = findings


class Configuration:
    """The settings in force; `warnings` are no reason not to start.

    `elsewhere` names variables that did not come with the process, and where they stand. Raises InvalidSettings.
    """

    def __init__(
        self, declared: Declarations, environ: Mapping[str, str], *, elsewhere: Mapping[str, str] | None = None
    ) -> None:
        self.declared = declared
        self.values: dict[str, Any] = {}
        self.sources: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._environ = environ
        self._elsewhere = elsewhere or {}
        self._in_files: dict[str, Given] = {}
        findings = [finding for setting in declared for finding in self._read(setting)]
        findings += self._broken_rules()
        if findings:
            raise InvalidSettings(findings)
        self.warnings = [*self._former_names(), *self._unknown_names()]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def given(self, name: str) -> str:
        """The value that somebody has set; empty when it is the default."""
        return "" if self.sources[name] == DEFAULT else str(self[name])

    def under(self, prefix: str) -> dict[str, Any]:
        """The values of all settings whose name begins like this, by the rest of it in lower case."""
        return {name.removeprefix(prefix).lower(): self[name] for name in self.values if name.startswith(prefix)}

    def shown(self, setting: Setting) -> str:
        """The value as it was written; a secret that somebody has set is never told."""
        return HIDDEN if setting.secret and self.given(setting.name) else self._texts[setting.name]

    def _read(self, setting: Setting) -> Iterator[str]:
        try:
            given = self._given(setting)
        except OSError as error:
            yield f"{setting.name}_FILE={error.filename} cannot be read ({error.strerror}). Mend the path or its permissions."
            return
        if given is None:
            return
        self.sources[setting.name] = given.source
        self._texts[setting.name] = given.text
        try:
            self.values[setting.name] = setting.kind.read(given.text)
        except ValueError:
            said = setting.name if setting.secret else f"{setting.name}={given.text}"
            where = f" ({given.source})" if given in self._in_files.values() else ""
            yield f"{said}{where} is not {setting.kind.words}.{setting.kind.advice(given.text)}"
        if setting is self.declared.chooser and setting.name in self.values:
            yield from self._open_files(self.values[setting.name])

    def _open_files(self, environment: str) -> Iterator[str]:
        try:
            self._in_files = self.declared.in_files(environment)
        except OSError as error:
            yield f"{error.filename} cannot be read ({error.strerror}). It comes with the release: put it back."

    def _given(self, setting: Setting) -> Given | None:
        for name in setting.names:
            if path := self._environ.get(f"{name}_FILE"):
                return Given(Path(path).read_text().strip(), f"file {path}")
            if text := self._environ.get(name):
                return Given(text, self._elsewhere.get(name) or f"environment, {name}")
        if given := next((self._in_files[name] for name in setting.names if name in self._in_files), None):
            return given
        if not isinstance(setting.default, Derived):
            return Given(setting.default, DEFAULT)
        # What could not be read has been complained of already.
        values = value_of(self.values, setting.default.of)
        return None if values is None else Given(setting.default.make(*values), DEFAULT)

    def _broken_rules(self) -> Iterator[str]:
        for rule in self.declared.rules:
            values = value_of(self.values, rule.of)
            if values is not None and (broken := rule.broken(*values)):
                yield broken

    def _former_names(self) -> Iterator[str]:
        for setting in self.declared:
            for old in setting.formerly:
                if self._environ.get(old) or self._environ.get(f"{old}_FILE") or old in self._in_files:
                    yield f"{old} is called {setting.name} now. Rename it: the next release will not know the old name."

    def _unknown_names(self) -> Iterator[str]:
        known = {name for setting in self.declared for name in setting.names}
        for name in sorted(self._environ):
            if name.startswith(PREFIX) and name not in known and name.removesuffix("_FILE") not in known:
                yield f"{name} is no setting, and changes nothing. {self._advice(name)}"
        for name in sorted(self._in_files.keys() - known):
            yield f"{name} ({self._in_files[name].source}) is no setting, and changes nothing. {self._advice(name)}"

    def _advice(self, name: str) -> str:
        # The beginning that all have in common would make any two look alike.
        ours = {setting.name.removeprefix(PREFIX): setting.name for setting in self.declared}
        near = get_close_matches(name.removeprefix(PREFIX), ours, n=1)
        return f"Did you mean {ours[near[0]]}?" if near else "docs/settings.md lists those there are."
