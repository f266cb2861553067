"""What a rule would name, as the entries stand now: asked of the database, however many entries there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Left
from django.db.models.lookups import Exact, GreaterThan

from portal.actors import Actor
from suppliers.engine.attribution import Rule, Texts
from suppliers.engine.contribution import NET_REVENUE
from suppliers.models import Attribution, LedgerEntry

SAMPLES = 20


@dataclass(frozen=True)
class Preview:
    """`entries` that the rule would name, of together `company_minor`; `samples`: the newest of them.

    Of these `unnamed` name nobody so far; `others` are named by another rule, and `by_file`, which the rule
    leaves alone, fit it too.
    """

    entries: int
    company_minor: int
    unnamed: int
    others: int
    by_file: int
    samples: list[LedgerEntry]


def preview(actor: Actor, rule: Rule, earlier: Sequence[Rule]) -> Preview:
    """`earlier`: the rules in use that come before it. Three queries."""
    fitting = LedgerEntry.objects.for_actor(actor).filter(_fits(rule)).order_by()
    free = fitting.filter(**{f"{rule.role}__isnull": True}).filter(_can_split(rule))
    for other in earlier:
        if other.key != rule.key and other.role == rule.role and may_meet(rule, other):
            free = free.exclude(_fits(other) & _can_split(other))
    parts = Attribution.objects.filter(entry=OuterRef("pk"), role=rule.role)
    counts = free.annotate(
        is_named=Exists(parts), is_others=Exists(parts.exclude(rule=rule.key))
    ).aggregate(
        entries=Count("pk"),
        minor=Coalesce(Sum("company_minor"), 0),
        unnamed=Count("pk", filter=Q(is_named=False)),
        others=Count("pk", filter=Q(is_others=True)),
    )  # fmt: skip
    samples = free.select_related("supplier", "distributor", "agent").order_by("-date", "-pk")[:SAMPLES]
    return Preview(
        counts["entries"],
        counts["minor"],
        counts["unnamed"],
        counts["others"],
        fitting.filter(**{f"{rule.role}__isnull": False}).count(),
        list(samples),
    )


def may_meet(one: Rule, other: Rule) -> bool:
    """Could an entry fit both? Only what excludes it for sure counts."""
    if one.since and other.until and other.until < one.since:
        return False
    if one.until and other.since and one.until < other.since:
        return False
    return all(
        _overlap(one.texts[name], other.texts[name])
        for name in one.texts.keys() & other.texts.keys()
        if one.texts[name] and other.texts[name]
    )


def _overlap(one: Texts, other: Texts) -> bool:
    if any(other.fit(text) for text in one.exact) or any(one.fit(text) for text in other.exact):
        return True
    return any(
        mine.startswith(theirs) or theirs.startswith(mine)
        for mine in one.prefixes
        for theirs in other.prefixes
    )


def _fits(rule: Rule) -> Q:
    found = Q()
    if rule.since:
        found &= Q(date__gte=rule.since)
    if rule.until:
        found &= Q(date__lte=rule.until)
    for name, texts in rule.texts.items():
        if texts:
            found &= _is(name, texts)
    return found


def _is(name: str, texts: Texts) -> Q:
    """Letter by letter: LIKE takes capitals and small letters for the same on one of the databases."""
    found = Q(**{f"{name}__in": sorted(texts.exact)})
    for prefix in texts.prefixes:
        if prefix:
            found |= Q(Exact(Left(F(name), len(prefix)), Value(prefix)))
        else:
            found |= ~Q(**{name: ""})
    return found


def _can_split(rule: Rule) -> Q:
    """Are the other entries of its order worth something, and do they name somebody?"""
    if rule.shares:
        return Q()
    lines = LedgerEntry.objects.filter(reference=OuterRef("reference"), kind__in=NET_REVENUE)
    others = lines.exclude(pk=OuterRef("pk")).order_by()
    parts = Attribution.objects.filter(entry=OuterRef("pk"), role=rule.role)
    named = others.filter(Q(**{f"{rule.role}__isnull": False}) | Q(Exists(parts)))
    worth = others.values("reference").annotate(worth=Sum("company_minor")).values("worth")
    return ~Q(reference="") & Q(Exists(named)) & Q(GreaterThan(Subquery(worth), Value(0)))
