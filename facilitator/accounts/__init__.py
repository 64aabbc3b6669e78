"""Accounts: who signs in. Members never do."""

from .audit_models import Action
from .cards import AccountCard
from .facts import SignInsEnded
from .models import ROLES, Account, Program, SignIn
from .passwords import one_time_password
from .service import account_of, change_password, create_account, sign_in

__all__ = [
    "ROLES", "Account", "AccountCard", "Action", "Program", "SignIn", "SignInsEnded", "account_of", "change_password",
    "create_account", "one_time_password", "sign_in",
]  # fmt: skip
