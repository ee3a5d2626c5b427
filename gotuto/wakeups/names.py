"""What notifications are called on their way."""

TASK = "gotuto.drain"
# Sent by a worker that cannot keep up: subscribers get it as well, but one more worker is to come.
WAKE_ANOTHER = "help"
