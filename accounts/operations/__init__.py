from accounts.operations.accounts import change_details, change_password, open_account

__all__ = ["change_details", "change_password", "open_account"]
