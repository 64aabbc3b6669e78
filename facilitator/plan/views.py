"""All of members' own pages, on one blueprint."""

from . import cards_views, offline_views, page_views, starting_views
from .blueprint import bp

__all__ = ["bp", "cards_views", "offline_views", "page_views", "starting_views"]
