"""The deployable: settings, addresses, processes; it may know every context."""

import sys
from importlib import import_module

# redis loads all of OpenTelemetry wherever it is installed, for metrics that nobody here asks it for. While None stands
# there, it is not installed.
_TRACES = "opentelemetry"
if _TRACES not in sys.modules:
    sys.modules[_TRACES] = None  # type: ignore[assignment]
    try:
        import_module("redis")
    finally:
        del sys.modules[_TRACES]
