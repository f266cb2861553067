"""What people do to import profiles: keep one, change it, retire it. Every version stays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.facts.profiles import is_taken
from suppliers.imports.profiles import Profile, profile_of
from suppliers.imports.toml import document_of
from suppliers.models import ImportProfile, ImportProfileVersion
from suppliers.permissions import check_can_import


def create(*, by: Actor, profile: Profile) -> ImportProfile:
    """A new profile, at its version 1. Raises ValidationError when its name is taken."""
    _check_feeds(by, profile)
    if is_taken(profile.name):
        raise ValidationError(
            _("“%(name)s” comes with the product. Choose another name."), params={"name": profile.name}
        )
    try:
        with transaction.atomic():
            kept = ImportProfile.objects.create(
                name=profile.name, document=document_of(profile), changed_by=by.label
            )
            _remember(by, kept, "import_profile.created")
    except IntegrityError as error:
        raise ValidationError(
            _("There is a profile “%(name)s” already. Choose another name."), params={"name": profile.name}
        ) from error
    return kept


@transaction.atomic
def save(*, by: Actor, kept: ImportProfile, profile: Profile, version: int) -> bool:
    """The next version, if it still is at `version`; False when nothing differs. A retired one is back.

    Raises PermissionDenied for who may not bring in all that it feeds, before or after: what they are not
    offered would be lost. Raises StaleSave when somebody was faster, ValidationError when the document names
    another profile.
    """
    _check_feeds(by, profile_of(kept.document))
    _check_feeds(by, profile)
    if profile.name != kept.name:
        raise ValidationError(
            _("The document is called “%(given)s”, the profile “%(name)s”. A name does not change."),
            params={"given": profile.name, "name": kept.name},
        )
    changes: dict[str, Any] = {"document": document_of(profile), "is_retired": False}
    changed = save_checked(by=by, row=kept, version=version, changes=changes)
    if changed:
        _remember(by, kept, "import_profile.saved")
    return bool(changed)


@transaction.atomic
def retire(*, by: Actor, kept: ImportProfile, version: int) -> None:
    """Nobody is offered it any more. Files that came with it, and its versions, stay. Raises StaleSave."""
    _check_feeds(by, profile_of(kept.document))
    if save_checked(by=by, row=kept, version=version, changes={"is_retired": True}):
        _remember(by, kept, "import_profile.retired")


def _check_feeds(by: Actor, profile: Profile) -> None:
    for dataset in profile.datasets:
        check_can_import(by, dataset)


def _remember(by: Actor, kept: ImportProfile, verb: str) -> None:
    ImportProfileVersion.objects.create(
        profile=kept, version=kept.version, document=kept.document, saved_by=by.label
    )
    audit.record(by=by, verb=verb, obj=kept, data={"name": kept.name, "version": kept.version})
