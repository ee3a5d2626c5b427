"""Every setting of GoTuto: declared here and nowhere else.

Validation, `manage.py check`, `manage.py settings` and `docs/settings.md` come from these lists. They are plain Python,
because whoever starts an instance reads them before Django is there. Defaults are made for production; what another
environment relaxes stands in `config/environments/`.
"""

from config.declared.business import BUSINESS
from config.declared.images import IMAGES
from config.declared.instance import BASE_DIR, DATA_STORES, INSTANCE, INTERNAL, PROCESSES
from config.declared.limits import LIMITS
from config.declared.payments import PAYMENTS
from config.declared.reliability import RELIABILITY
from config.declared.rules import RULES
from config.declared.search import SEARCH
from config.declared.web import MAIL, PEERS, RATES, WEB
from gotuto.configuration import Declarations, Environments

SETTINGS = Declarations(
    (
        INSTANCE,
        DATA_STORES,
        PROCESSES,
        WEB,
        PEERS,
        RATES,
        LIMITS,
        BUSINESS,
        SEARCH,
        IMAGES,
        PAYMENTS,
        MAIL,
        RELIABILITY,
        INTERNAL,
    ),
    RULES,
    Environments(chosen_by="GOTUTO_ENV", root=BASE_DIR, folder="config/environments"),
)
