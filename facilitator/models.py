"""Every table, imported once, for migrations and for the mapper."""

from .accounts.audit_models import AccountAction
from .accounts.link_models import AccountLink
from .accounts.models import Account, Program
from .db import Base
from .library.models import Imported
from .plan.models import CardLink
from .prompts.models import OwnPlan, OwnPrompt
from .review.collection_models import Collection, CollectionItem, CollectionVersion, VersionItem
from .review.export_models import ApiToken, Export
from .review.models import DeskItem, Offer, Released, ReleasedTag, ReleaseSource
from .review.search_models import Place
from .sessions.models import Facilitation, Group, GroupSession, Step
from .strategies.models import Envelope, ReviewItem, Seen, Strategy, StrategyTag, TakeBack

__all__ = [
    "Account", "AccountAction", "AccountLink", "ApiToken", "Base", "CardLink", "Collection", "CollectionItem",
    "CollectionVersion", "DeskItem", "Envelope", "Export", "Facilitation", "Group", "GroupSession", "Imported",
    "Offer", "OwnPlan", "OwnPrompt", "Place", "Program", "ReleaseSource", "Released", "ReleasedTag", "ReviewItem",
    "Seen", "Step", "Strategy", "StrategyTag", "TakeBack", "VersionItem",
]  # fmt: skip
