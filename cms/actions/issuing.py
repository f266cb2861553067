"""What was published and never issued: a process that dies between the two leaves a text unsaid."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from cms.models import PlaybookPage, PolicyPage, TextVersion
from cms.models.issuing import issue

_KEPT_BY_VERSION: tuple[Any, ...] = (PolicyPage, PlaybookPage)


def catch_up(*, now: datetime) -> int:
    """Issue what nobody could read yet, each once; returns how many versions that were."""
    return sum(
        _issue(model, pk, now)
        for model in _KEPT_BY_VERSION
        for pk in _published_since(model).values_list("pk", flat=True)
    )


def _published_since(model: Any) -> Any:
    """Pages that were published after their newest version was issued, mostly with the same words."""
    newest = TextVersion.objects.filter(page=OuterRef("pk")).order_by("-major", "-minor")
    rows = model.objects.live().exclude(live_revision=None)
    rows = rows.annotate(issued=Subquery(newest.values("issued_at")[:1]))
    return rows.filter(Q(issued=None) | Q(issued__lt=F("last_published_at"))).order_by("pk")


@transaction.atomic
def _issue(model: Any, pk: int, now: datetime) -> bool:
    page = model.objects.select_for_update(of=("self",)).get(pk=pk)
    revision = page.live_revision
    return issue(page, revision=revision, user=revision.user, at=now) is not None
