"""Where templates, static files and migrations are: beside the package in a checkout, in it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def assets() -> Path:
    """Give the folder that holds `templates/`, `static/` and `migrations/`."""
    installed = PACKAGE / "_assets"
    return installed if installed.is_dir() else PACKAGE.parent


def in_checkout() -> bool:
    """Tell whether the package runs from its source, where tests, locks and benchmarks stand beside it."""
    return (PACKAGE.parent / "lock").is_dir() and (PACKAGE.parent / "pyproject.toml").is_file()
