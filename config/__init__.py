"""The deployable: settings, addresses, processes; it may know every context."""

from gotuto.sparing import spare

spare(
    {
        # Metrics of its own, which nobody here asks it for.
        "redis": ("opentelemetry",),
        # Tracebacks with the values of variables.
        "structlog": ("rich",),
        # A client for tests, colours for Markdown, schemas in YAML: spectacular loads that where it is asked for them.
        "rest_framework.compat": ("requests", "pygments", "yaml"),
        # Messages in YAML.
        "kombu.serialization": ("yaml",),
    }
)
