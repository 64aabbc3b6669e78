"""Programs: what groups release to them, mixed and reviewed a second time, and the collections made of it."""

from .edge import daily, view_is_open

__all__ = ["daily", "view_is_open"]
