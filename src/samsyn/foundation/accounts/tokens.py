"""The secret part of an invitation's link."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that end when they are used (the password changes), when the address changes, or after three days."""

    key_salt = "samsyn.foundation.accounts.invitation"


tokens = InvitationTokens()
