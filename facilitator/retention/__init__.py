"""How long each kind of data lives, said in one place; and erasing it in time."""

from .proof import Line, latest
from .service import Held, erase_reviews, held, promised, purge, purge_daily, renew

__all__ = ["Held", "Line", "erase_reviews", "held", "latest", "promised", "purge", "purge_daily", "renew"]
