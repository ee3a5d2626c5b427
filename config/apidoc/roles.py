"""What each role of staff sees and does, as a table."""

from config.archdoc import markdown
from gotuto.modules import rights
from gotuto.roles import Role


def block() -> list[str]:
    rows = ((f"`{role}`", _seen(role), _done(role)) for role in Role)
    return markdown.table(("role", "sees", "does"), rows, none="")


def _seen(role: Role) -> str:
    return ", ".join(dict.fromkeys(name for grant in rights.granted(role) for name in grant.sees))


def _done(role: Role) -> str:
    return "; ".join(grant.does for grant in rights.granted(role) if grant.does)
