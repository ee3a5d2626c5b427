"""Every setting of GoTuto: declared here and nowhere else.

Validation, `manage.py check`, `manage.py settings` and `docs/settings.md` come from these lists. They are plain Python,
because whoever starts an instance reads them before Django is there.
"""

from config.declared.business import BUSINESS
from config.declared.instance import DATA_STORES, INSTANCE, INTERNAL, PROCESSES
from config.declared.limits import LIMITS
from config.declared.reliability import RELIABILITY
from config.declared.rules import RULES
from config.declared.web import MAIL, PEERS, RATES, WEB
from gotuto.configuration import Declarations

SETTINGS = Declarations(
    (INSTANCE, DATA_STORES, PROCESSES, WEB, PEERS, RATES, LIMITS, BUSINESS, MAIL, RELIABILITY, INTERNAL),
    RULES,
)
