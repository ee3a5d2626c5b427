"""Why a store could not be reached over TLS, in a sentence; libpq, redis-py and kombu hand on what OpenSSL says."""

import re

_WORDS = (
    (r"certificate has expired", "its certificate has expired"),
    (r"hostname mismatch|ip address mismatch|does not match host name", "its certificate is for another host name"),
    (r"self.signed certificate|unable to get (local )?issuer|unknown ca",
     "its certificate is not signed by the authority that is trusted here"),
    # libpq says no more.
    (r"certificate verify failed", "its certificate is not signed by the authority that is trusted here, or has expired"),
    (r"root certificate file .* does not exist|no certificate or crl found|\[X509",
     "the file of the authority cannot be read"),
    (r"wrong.version.number|record layer failure|server does not support ssl|packet length too long|unexpected.eof",
     "it does not speak TLS at this port"),
)  # fmt: skip


def tls_fault(error: BaseException) -> str:
    """What is wrong with the TLS of a store; empty when the error is about something else."""
    text = " ".join(str(error).split())
    return next((words for pattern, words in _WORDS if re.search(pattern, text, re.IGNORECASE)), "")
