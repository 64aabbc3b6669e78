"""All pages of prompts and plans, on one blueprint."""

from . import file_views, library_views, plan_views, prompt_views
from .blueprint import bp

__all__ = ["bp", "file_views", "library_views", "plan_views", "prompt_views"]
