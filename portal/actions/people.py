"""Accounts: made by invitation, kept by their owner, looked after by an administrator."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from portal import registry
from portal.actions import audit
from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import User
from portal.permissions import check_can_manage_staff

PROFILE = ("name", "phone", "language", "time_zone")


class PeopleRefused(Exception):
    """It cannot be done; the message says why, and what to do instead."""


@transaction.atomic
def create_person(*, by: Actor, email: str, name: str, password: str | None = None, role: str = "") -> User:
    """A new account whose address is proven (it was invited there). No `password`: it must be reset first.

    Raises IntegrityError when the address has an account.
    """
    user = User.objects.create_user(email, password, name=name, role=role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(by=by, verb="person.created", obj=user, data={"role": role} if role else {})
    if role:
        registry.staff_changed(user)
    return user


@transaction.atomic
def update_profile(*, by: Actor, changes: dict[str, Any]) -> list[str]:
    """Change one's own name, phone, language or time zone; returns the names of the fields that changed."""
    user = User.objects.select_for_update().get(pk=by.user.pk)
    changed = [name for name in PROFILE if name in changes and getattr(user, name) != changes[name]]
    for name in changed:
        setattr(user, name, changes[name])
    if changed:
        user.save(update_fields=changed)
        audit.record(by=by, verb="person.changed", obj=user, data={"fields": changed})
    return changed


@transaction.atomic
def change_staff_role(*, by: Actor, user: User, role: str) -> None:
    """Raises PermissionDenied, or PeopleRefused for the last administrator and people who are not staff."""
    check_can_manage_staff(by)
    user = _locked(user)
    if not user.role or role not in StaffRole.values:
        raise PeopleRefused(_("%(person)s is not on our staff: invite them first.") % {"person": user})
    if user.role == role:
        return
    if role != StaffRole.ADMINISTRATOR:
        _check_not_last_administrator(user)
    audit.record(by=by, verb="staff.role_changed", obj=user, data={"from": user.role, "to": role})
    user.role = role
    user.save(update_fields=["role"])
    registry.staff_changed(user)


@transaction.atomic
def set_active(*, by: Actor, user: User, active: bool) -> None:
    """Let somebody in again, or shut them out at once, sessions and all.

    Raises PermissionDenied, or PeopleRefused for the last administrator and for oneself.
    """
    check_can_manage_staff(by)
    user = _locked(user)
    if user.is_active == active:
        return
    if not active:
        if by.user is not None and by.user.pk == user.pk:
            raise PeopleRefused(_("You cannot shut yourself out. Ask another administrator."))
        _check_not_last_administrator(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(by=by, verb="person.reactivated" if active else "person.deactivated", obj=user)
    registry.staff_changed(user)


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _check_not_last_administrator(user: User) -> None:
    """Administrators are locked together, so that two of them cannot take away each other's role at once."""
    administrators = User.objects.select_for_update().filter(role=StaffRole.ADMINISTRATOR, is_active=True)
    if {other.pk for other in administrators} == {user.pk}:
        raise PeopleRefused(
            _("%(person)s is the last administrator. Make somebody else administrator first.")
            % {"person": user}
        )
