"""`manage.py doctor`: what is wrong with this instance, and what to do about it. Exit code 1 if something does not work."""

import sys
from argparse import ArgumentParser
from typing import Any

from config.doctor import Finding, State, examine
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Examines settings, servers, clock, permissions, migrations, programs and queues, and says what to do."
        " Example: manage.py doctor --json"
    )
    # It tells what the checks say, and goes on.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        findings = examine()
        problems = sum(finding.state is State.PROBLEM for finding in findings)
        warnings = sum(finding.state is State.WARNING for finding in findings)
        words = "\n".join([*map(_told, findings), "", f"{problems} problems, {warnings} warnings"])
        self.done(words, options, problems=problems, warnings=warnings, findings=findings)
        if problems:
            sys.exit(1)


def _told(finding: Finding) -> str:
    line = f"{finding.state:<9}{finding.what:<26}{finding.says}"
    return f"{line}\n{'':<35}→ {finding.hint}" if finding.hint else line
