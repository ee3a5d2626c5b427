"""Settings as declarations: one list says what each is called and means, and everything else follows from it.

Plain Python, because the runtime reads the list before Django is there.
"""

from gotuto.configuration.environments import Environments
from gotuto.configuration.kinds import Kind
from gotuto.configuration.reading import Configuration, InvalidSettings
from gotuto.configuration.setting import Declarations, Derived, Rule, Section, Setting

__all__ = [
    "Configuration",
    "Declarations",
    "Derived",
    "Environments",
    "InvalidSettings",
    "Kind",
    "Rule",
    "Section",
    "Setting",
]
