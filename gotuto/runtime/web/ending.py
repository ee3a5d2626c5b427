"""The word that this process has been told to stop: whoever lets a client wait for news lets it go then."""

import threading

ENDING = threading.Event()
