"""Modules of the monolith: what each brings is declared on its AppConfig, and whoever lists such things reads it there."""

from gotuto.modules.config import ModuleConfig, modules
from gotuto.modules.declarations import (
    Beat,
    Chart,
    Figure,
    FileKind,
    Flag,
    Gauge,
    Gauges,
    Grant,
    Lag,
    MenuItem,
    Names,
    Resource,
    StoredFiles,
)

__all__ = [
    "Beat",
    "Chart",
    "Figure",
    "FileKind",
    "Flag",
    "Gauge",
    "Gauges",
    "Grant",
    "Lag",
    "MenuItem",
    "ModuleConfig",
    "Names",
    "Resource",
    "StoredFiles",
    "modules",
]
