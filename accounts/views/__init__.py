from accounts.views.drafts import draft_token, portal_offline, service_worker
from accounts.views.own_account import end_other_sessions, end_session, own_account, recovery_codes
from accounts.views.second_step import enrol, second_step
from accounts.views.signing_in import change_password, locked_out, sign_in, sign_out

__all__ = [
    "change_password",
    "draft_token",
    "end_other_sessions",
    "end_session",
    "enrol",
    "locked_out",
    "own_account",
    "portal_offline",
    "recovery_codes",
    "second_step",
    "service_worker",
    "sign_in",
    "sign_out",
]
