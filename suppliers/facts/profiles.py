"""The import profiles one can name: those that come with the product, and those that staff keep."""

from functools import cache
from pathlib import Path

from suppliers.imports.profiles import Profile, parse_profile, profile_of
from suppliers.models import ImportProfile

FOLDER = Path(__file__).resolve().parent.parent / "profiles"


class UnknownProfile(LookupError):
    """No profile has this name."""


@cache
def shipped() -> dict[str, Profile]:
    """The profiles that come with the product, by name."""
    profiles = [parse_profile(path.read_bytes()) for path in sorted(FOLDER.glob("*.toml"))]
    return {profile.name: profile for profile in profiles}


def find_profile(name: str) -> Profile:
    """A profile by name. Raises UnknownProfile, naming all, or ProfileRefused for a broken one."""
    if name in shipped():
        return shipped()[name]
    kept = ImportProfile.objects.filter(name=name).first()
    if kept is None:
        raise UnknownProfile(", ".join(profile_names()))
    return profile_of(kept.document)


def profile_names() -> list[str]:
    return sorted({*shipped(), *ImportProfile.objects.values_list("name", flat=True)})


def profile_choices() -> list[tuple[str, str]]:
    """(name, title) of every profile, for a form."""
    titles = {name: profile.title or name for name, profile in shipped().items()}
    for kept in ImportProfile.objects.all():
        titles.setdefault(kept.name, kept.document.get("title") or kept.name)
    return sorted(titles.items(), key=lambda item: item[1])
