"""Feature flags: what an operator switches while the shop runs, for everybody and without a restart.

Modules declare them (`gotuto.modules.Flag`); django-waffle keeps their state. They are read from a copy in the process that is
a few seconds old at most (`CACHES`), so that a request asks the database for none.
"""

from gotuto.flags.declared import flag
from gotuto.flags.reading import is_on

__all__ = ["flag", "is_on"]
