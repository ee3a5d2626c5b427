"""Wake-up notifications and the queues that they are about: whoever commits work notifies, a worker drains what is due."""

from gotuto.wakeups.draining import drain, notify, notify_on_commit, queues, register
from gotuto.wakeups.notifying import notifier

__all__ = ["drain", "notifier", "notify", "notify_on_commit", "queues", "register"]
