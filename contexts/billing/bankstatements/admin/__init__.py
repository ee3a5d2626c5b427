"""Bank statements in the back office: files that are read, and the lines about which somebody decides."""

from contexts.billing.bankstatements.admin.lines import StatementLineAdmin
from contexts.billing.bankstatements.admin.statements import BankStatementAdmin

__all__ = ["BankStatementAdmin", "StatementLineAdmin"]
