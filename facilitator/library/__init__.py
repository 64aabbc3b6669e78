"""Reading what was approved."""

from .service import Filters, LibraryItem, handed_out, publish, strategies_of, strategy_of, tag, unpublish

__all__ = ["Filters", "LibraryItem", "handed_out", "publish", "strategies_of", "strategy_of", "tag", "unpublish"]
