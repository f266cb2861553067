"""Content of another installation is taken over: what is new is made, what differs is changed, once.

Nothing is deleted, nobody is told, nothing is issued: versions come with their numbers and days.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.actions.content import references
from cms.actions.content.arriving import CHANGED, NEW, SAME, Arrival
from cms.actions.content.exporting import (
    MEDIA,
    OF_PICTURE,
    OF_VERSION,
    Keys,
    keys_of,
    redirect_entry,
    version_entry,
)
from cms.actions.content.fields import BODY, USER
from cms.actions.content.reading import ContentRefused, Package, check_values, opened
from cms.actions.content.references import FILE, PAGE, PICTURE
from cms.models import SiteFile, SitePicture, TextVersion
from portal.actions import audit
from portal.actors import Actor
from portal.models import User

_DAYS = ("in_force_from", "review_on")


class _Rehearsed(Exception):
    """Everything fits; nothing is kept."""


@dataclass
class Taken:
    """What became of it: {"pages": {"new": 3, ...}}. `left_empty`: who is not here, and where they stood."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    left_empty: list[str] = field(default_factory=list)

    def count(self, what: str, outcome: str) -> None:
        self.counts.setdefault(what, Counter())[outcome] += 1

    def as_json(self) -> dict[str, Any]:
        found = {
            what: {name: rows[name] for name in (NEW, CHANGED, SAME)} for what, rows in self.counts.items()
        }
        return {**found, "left_empty": sorted(set(self.left_empty))}


def import_content(*, by: Actor, given: BinaryIO, dry_run: bool = False) -> Taken:
    """All that the zip holds, or nothing. Raises ContentRefused, which names what does not fit."""
    with closing(opened(given)) as zipped:
        package = Package(zipped)
        taken = Taken()
        written: list[str] = []
        try:
            with transaction.atomic():
                _take(package, taken, written.append)
                if dry_run:
                    raise _Rehearsed
                audit.record(by=by, verb="content.imported", data=taken.as_json())
        except BaseException as why:
            for name in written:
                default_storage.delete(name)
            if not isinstance(why, _Rehearsed):
                raise
    return taken


def _take(package: Package, taken: Taken, wrote: Callable[[str], None]) -> None:
    here = Known.of_here()
    for kind, model in ((PICTURE, SitePicture), (FILE, SiteFile)):
        for entry in package[f"{kind}s"]:
            _take_media(model, entry, here.of(kind), package, taken, wrote)
    arrival = Arrival(package["pages"], here.pages)
    arrival.check()
    arrival.make_places()
    for outcome in arrival.fill(lambda where: here.converter(where, taken)):
        taken.count("pages", outcome)
    keys = Keys.of_here()
    for entry in package["versions"]:
        taken.count("versions", _take_version(entry, here, keys, taken))
    for entry in package["redirects"]:
        taken.count("redirects", _take_redirect(entry, here, keys, taken))


@dataclass
class Known:
    """Which rows of this installation the keys of a file stand for."""

    pages: dict[str, int]
    pictures: dict[str, int]
    files: dict[str, int]
    people: dict[str, int]

    @classmethod
    def of_here(cls) -> "Known":
        staff = User.objects.exclude(role="")
        return cls(
            pages={str(key): pk for key, pk in Page.objects.values_list("translation_key", "pk")},
            pictures={key: pk for pk, key in keys_of(SitePicture.objects.all()).items()},
            files={key: pk for pk, key in keys_of(SiteFile.objects.all()).items()},
            people={email.casefold(): pk for email, pk in staff.values_list("email", "pk")},
        )

    def of(self, kind: str) -> dict[str, int]:
        return {PAGE: self.pages, PICTURE: self.pictures, FILE: self.files, USER: self.people}[kind]

    def converter(self, where: str, taken: Taken) -> references.Convert:
        """From keys to rows. Who is not here is left out and named; a page that is not, is refused."""

        def convert(kind: str, key: Any) -> int | None:
            if key in (None, ""):
                return None
            found = self.of(kind).get(str(key).casefold() if kind == USER else str(key))
            if found is None and kind == USER:
                taken.left_empty.append(
                    _("%(where)s: %(who)s has no account here.") % {"where": where, "who": key}
                )
            elif found is None:
                raise ContentRefused(
                    [
                        _("%(where)s: a %(kind)s it points at is not in the file.")
                        % {"where": where, "kind": kind}
                    ]
                )
            return found

        return convert


def _take_media(
    model: type[SitePicture] | type[SiteFile],
    entry: dict[str, Any],
    known: dict[str, int],
    package: Package,
    taken: Taken,
    wrote: Callable[[str], None],
) -> None:
    """What holds the same bytes is the same; its words and its audience are taken over."""
    is_picture = model is SitePicture
    names = OF_PICTURE if is_picture else MEDIA
    row = model.objects.filter(pk=known.get(entry["key"])).first()
    if row is not None:
        same = all(getattr(row, name) == entry[name] for name in names)
        taken.count(_plural(is_picture), SAME if same else CHANGED)
        if same:
            return
    facts = {name: entry[name] for name in names}
    if row is None:
        row = model(file=ContentFile(package.content_of(entry), name=entry["name"]))
        taken.count(_plural(is_picture), NEW)
    for name, value in facts.items():
        setattr(row, name, value)
    check_values(row, entry["title"])
    if row.pk is None:
        (row._set_image_file_metadata if is_picture else row._set_document_file_metadata)()
        row.save()
        wrote(row.file.name)
    else:
        row.save()
    known[entry["key"]] = row.pk


def _plural(is_picture: bool) -> str:
    return "pictures" if is_picture else "files"


def _take_version(entry: dict[str, Any], here: Known, keys: Keys, taken: Taken) -> str:
    """A version is never changed: the same number with other words is refused."""
    where = f"{entry['title']} {entry['major']}.{entry['minor']}"
    page = here.pages[entry["page"]]
    there = TextVersion.objects.filter(page=page, major=entry["major"], minor=entry["minor"]).first()
    if there is not None:
        _check_same(version_entry(there, keys), entry, where)
        return SAME
    if TextVersion.objects.filter(public_id=entry["public_id"]).exists():
        raise ContentRefused([_("%(where)s: this version belongs to another page here.") % {"where": where}])
    convert = here.converter(where, taken)
    values = {name: entry[name] for name in OF_VERSION}
    values |= {name: values[name] and parse_date(values[name]) for name in _DAYS}
    values["issued_at"] = parse_datetime(entry["issued_at"])
    people = {f"{name}_id": convert(USER, entry[name]) for name in ("owner", "issued_by")}
    body = references.in_stream(BODY.stream_block, entry["body"], convert)
    one = TextVersion(page_id=page, body=body, **values, **people)
    check_values(one, where)
    one.save()
    return NEW


def _check_same(there: dict[str, Any], entry: dict[str, Any], where: str) -> None:
    """Who of ours owned it may differ: not everybody has an account in both places."""
    people = {"owner", "issued_by"}
    if any(there[name] != entry[name] for name in set(there) - people):
        raise ContentRefused([_("%(where)s was issued here with other words.") % {"where": where}])


def _take_redirect(entry: dict[str, Any], here: Known, keys: Keys, taken: Taken) -> str:
    convert = here.converter(entry["from"], taken)
    facts = {
        "redirect_page_id": convert(PAGE, entry["to_page"]),
        "redirect_page_route_path": entry["route"],
        "redirect_link": entry["to"],
        "is_permanent": entry["permanent"],
    }
    path, site = Redirect.normalise_path(entry["from"]), Site.objects.get(is_default_site=True)
    there = Redirect.objects.filter(old_path=path).first()
    if there is None:
        Redirect.objects.create(old_path=path, site=site, **facts)
        return NEW
    if redirect_entry(there, keys) == entry:
        return SAME
    Redirect.objects.filter(pk=there.pk).update(**facts)
    return CHANGED
