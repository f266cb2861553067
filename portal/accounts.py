"""How allauth behaves here: nobody signs up without an invitation, and a log-in lands at home."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only; accepting one makes the account."""
        return False
