"""The import profiles one can name: those that come with the product, and those that staff keep."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from suppliers.imports.datasets import DATASETS
from suppliers.imports.profiles import Profile, parse_profile, profile_of
from suppliers.models import ImportBatch, ImportProfile

FOLDER = Path(__file__).resolve().parent.parent / "profiles"
# What an address of the pages is called already.
RESERVED = ("new",)


class UnknownProfile(LookupError):
    """No profile has this name."""


@cache
def shipped() -> dict[str, Profile]:
    """The profiles that come with the product, by name."""
    profiles = [parse_profile(path.read_bytes()) for path in sorted(FOLDER.glob("*.toml"))]
    return {profile.name: profile for profile in profiles}


def shipped_text(name: str) -> str:
    """The document of a shipped profile as it was written, with its comments."""
    return (FOLDER / f"{name}.toml").read_text()


def is_taken(name: str) -> bool:
    """May nobody call a profile of their own so?"""
    return name in shipped() or name in RESERVED


def find_profile(name: str) -> Profile:
    """A profile by name. Raises UnknownProfile, naming all, or ProfileRefused for a broken one.

    A retired one is unknown: files that came with it keep the document they were read with.
    """
    if name in shipped():
        return shipped()[name]
    kept = ImportProfile.objects.filter(name=name, is_retired=False).first()
    if kept is None:
        raise UnknownProfile(", ".join(profile_names()))
    return profile_of(kept.document)


def kept_profile(name: str) -> ImportProfile | None:
    """One that staff keep, retired or not."""
    return ImportProfile.objects.filter(name=name).first() if name else None


def profile_of_batch(batch: ImportBatch) -> Profile | None:
    """The profile as it was when the file came; None for a file with our own names."""
    if batch.profile_document:
        return profile_of(batch.profile_document)
    return find_profile(batch.profile) if batch.profile else None


def profile_names() -> list[str]:
    kept = ImportProfile.objects.filter(is_retired=False).values_list("name", flat=True)
    return sorted({*shipped(), *kept})


def profile_choices(datasets: Collection[str] = tuple(DATASETS)) -> list[tuple[str, str]]:
    """(name, title) of every profile that feeds nothing but these datasets, for a form."""
    titles = {
        name: profile.title or name
        for name, profile in shipped().items()
        if set(profile.datasets) <= set(datasets)
    }
    for kept in ImportProfile.objects.filter(is_retired=False):
        if kept.document.get("columns", {}).keys() <= set(datasets):
            titles.setdefault(kept.name, kept.document.get("title") or kept.name)
    return sorted(titles.items(), key=lambda item: item[1])
