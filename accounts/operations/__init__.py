from accounts.operations.accounts import (
    change_details,
    change_password,
    disable,
    enable,
    open_account,
    unlock_sign_in,
)

__all__ = ["change_details", "change_password", "disable", "enable", "open_account", "unlock_sign_in"]
