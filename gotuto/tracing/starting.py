"""Whether traces are wanted, and where they go: OpenTelemetry's standard variables decide."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

from gotuto.tracing import record_by

_RECEIVERS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether a receiver is named and nothing turns tracing off."""
    is_off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or environ.get("OTEL_TRACES_EXPORTER") == "none"
    return not is_off and any(environ.get(name) for name in _RECEIVERS)


def start(environ: Mapping[str, str], *, role: str) -> None:
    """Have spans recorded and sent by OTLP, if that is wanted. Raises ImproperlyConfigured."""
    if not is_wanted(environ):
        return
    protocol = next((environ[name] for name in _PROTOCOLS if environ.get(name)), "http/protobuf")
    if protocol != "http/protobuf":
        raise ImproperlyConfigured(
            f"Traces are sent by http/protobuf; OTEL_EXPORTER_OTLP_PROTOCOL says {protocol}. Leave it out, and name the"
            " receiver's port for HTTP (usually 4318)."
        )
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    from gotuto.tracing.recording import SdkRecorder

    named = {} if environ.get("OTEL_SERVICE_NAME") else {"service.name": f"gotuto-{role}"}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    record_by(SdkRecorder(provider))
