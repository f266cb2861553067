"""Who reads and writes which dataset through the API: the same answers as for pages and files."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from portal.actors import Actor
from portal.api.views import SAFE, ActsForSomebody, actor_of
from portal.enums import Scope
from suppliers.models.ledger import PROFIT_DATASETS, PROFIT_READERS
from suppliers.permissions import can_import, can_see_orders, is_of_profit

_PARTNERS = ("partners", "contacts")


def scopes_of(dataset: str) -> tuple[Scope, Scope]:
    """The scopes that a token needs to read and to write it."""
    if dataset in _PARTNERS:
        return Scope.PARTNERS_READ, Scope.PARTNERS_WRITE
    if dataset in PROFIT_DATASETS:
        return Scope.LEDGER_READ, Scope.LEDGER_WRITE
    return Scope.ORDERS_READ, Scope.ORDERS_WRITE


def check_can_read(actor: Actor, dataset: str) -> None:
    """Raises Http404 for what does not exist for a partner, PermissionDenied for staff who may not."""
    if not can_see_orders(actor):
        raise PermissionDenied(_("Your role reads nothing of partners."))
    if is_of_profit(dataset, actor):
        if not actor.is_staff:
            raise Http404
        if not actor.has_role(*PROFIT_READERS):
            raise PermissionDenied(_("Only those who answer for the profit read this."))


class MayUse(ActsForSomebody):
    """Of the view's `dataset`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        actor = actor_of(request)
        check_can_read(actor, view.dataset)
        if request.method not in SAFE and view.action and not can_import(actor, view.dataset):
            raise PermissionDenied(_("You may read this, not write it."))
        return True
