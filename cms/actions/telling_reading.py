"""Who hears that a text waits to be read."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse

from cms.models import Acknowledgement, TextVersion
from portal.actions.notices import notify
from portal.actors import Actor
from portal.models import Notice, User
from suppliers.actions.asking import in_words_of
from suppliers.actions.wording import Words


def path_of(version: TextVersion) -> str:
    """The page of the text; it shows the version that holds."""
    where = "playbooks" if version.page.content_type.model == "playbookpage" else "policies"
    return reverse("wagtail_serve", args=[f"{where}/{version.page.slug}/"])


def tell(
    *,
    by: Actor,
    row: Acknowledgement,
    version: TextVersion,
    words: Callable[[], Words],
    key: str,
    at: datetime,
    is_overtaken: bool = False,
) -> int:
    """One person, about what they are asked to read; `is_overtaken`: noted, but a later one says it."""
    notice = notice_to(
        row.user,
        words,
        key=f"reading-{key}:{row.public_id}:{row.user_id}",
        about=row.public_id,
        path=path_of(version),
        at=at,
        scope=row.scope,
        is_overtaken=is_overtaken,
    )
    return notify(by=by, notices=[notice])


def notice_to(
    user: User,
    words: Callable[[], Words],
    *,
    key: str,
    about: str,
    path: str,
    at: datetime,
    scope: str = "",
    is_overtaken: bool = False,
) -> Notice:
    said = in_words_of(user, words)
    return Notice(
        user=user,
        scope=scope,
        key=key,
        about=about,
        path=path,
        subject=" ".join(said.subject.split())[:250],
        words=said.text,
        act=said.act,
        facts=said.facts,
        created_at=at,
        dropped_at=at if is_overtaken else None,
    )
