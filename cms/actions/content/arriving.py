"""Pages that arrive: first every page has its place, then its words, which may point at any other."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.actions.content.exporting import Keys, page_entry
from cms.actions.content.fields import USER, content_fields, local, plain_values
from cms.actions.content.reading import ContentRefused, check_values, page_model
from cms.actions.content.references import Convert
from cms.models import HomePage, NewsPage

NEW, CHANGED, SAME = "new", "changed", "same"
# Columns of a place, not of words.
_OF_PLACE = (
    *("path", "depth", "numchild", "url_path", "translation_key", "locale", "content_type", "alias_of"),
    *("live", "live_revision", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
    *("draft_title", "locked", "locked_at", "locked_by"),
)


class Arrival:
    """`entries` as in the file, parents first; `known`: key -> page here, filled as pages are made."""

    def __init__(self, entries: list[dict[str, Any]], known: dict[str, int]) -> None:
        self.entries, self.known = entries, known
        self.made: set[str] = set()

    def check(self) -> None:
        """Everything that has no place here, by name."""
        self._adopt_single_pages()
        problems = [problem for entry in self.entries if (problem := self._problem(entry))]
        if problems:
            raise ContentRefused(problems)

    def make_places(self) -> None:
        """New pages stand unpublished, without what they point at, until they are filled."""
        for entry in self.entries:
            if entry["key"] in self.known:
                continue
            model: Any = page_model(entry)
            parent = Page.objects.get(pk=self.known[entry["parent"]])
            plain = plain_values(model, entry["content"])
            page = model(**{**plain, "live": False, "translation_key": entry["key"]})
            # Half empty on purpose: what it points at may not be here yet.
            page.full_clean = lambda *args, **kwargs: None
            page.draft_title, page.locale = page.title, parent.locale
            parent.add_child(instance=page)
            self.known[entry["key"]] = page.pk
            self.made.add(entry["key"])

    def fill(self, converter: Callable[[str], Convert]) -> Iterator[str]:
        """What became of each."""
        keys = Keys.of_here()
        for entry in self.entries:
            title, pk = entry["content"]["title"], self.known[entry["key"]]
            page = Page.objects.get(pk=pk).specific
            if entry["key"] not in self.made and _is_same(page_entry(page, keys), entry, converter(title)):
                yield SAME
                continue
            _fill(page, entry, converter(title))
            if entry["key"] in self.made:
                # News that comes with the others was told where it comes from.
                NewsPage.objects.filter(pk=pk, live=True).update(told_at=timezone.now())
            yield NEW if entry["key"] in self.made else CHANGED

    def _adopt_single_pages(self) -> None:
        """Of what there is one only, the one that stands here is meant, whatever its key was."""
        for entry in self.entries:
            model: Any = page_model(entry)
            if entry["key"] in self.known or model.max_count != 1:
                continue
            there = model.objects.first()
            if there is not None:
                self.known.pop(str(there.translation_key), None)
                Page.objects.filter(pk=there.pk).update(translation_key=entry["key"])
                self.known[entry["key"]] = there.pk

    def _problem(self, entry: dict[str, Any]) -> str:
        title, model = entry["content"]["title"], page_model(entry)
        if entry["key"] in self.known:
            there = Page.objects.get(pk=self.known[entry["key"]])
            if there.specific_class is not model:
                return _("%(title)s is another type of page here.") % {"title": title}
            return _taken(there.get_siblings(inclusive=False), entry)
        if model is HomePage or entry["parent"] is None:
            return _("%(title)s: there is no home page here to take its place.") % {"title": title}
        return self._problem_of_place(entry, title)

    def _problem_of_place(self, entry: dict[str, Any], title: str) -> str:
        parent = next(one for one in self.entries if one["key"] == entry["parent"])
        model, above = page_model(entry), page_model(parent)
        if model not in (above.allowed_subpage_models() if above else []):
            return _("%(title)s may not stand under %(parent)s.") % {"title": title, "parent": parent["type"]}
        place = self.known.get(entry["parent"])
        return _taken(Page.objects.get(pk=place).get_children(), entry) if place else ""


def _taken(beside: Any, entry: dict[str, Any]) -> str:
    """Words when another page has its address."""
    content = entry["content"]
    if not beside.filter(slug=content["slug"]).exists():
        return ""
    return _("%(title)s: another page stands at its address here.") % {"title": content["title"]}


def _fill(page: Any, entry: dict[str, Any], convert: Convert) -> None:
    """The words, as they are read; a draft beside them if there is one."""
    filled = _with(page, entry["content"], convert)
    filled.live, filled.has_unpublished_changes = entry["live"], not entry["live"]
    filled.draft_title = filled.title
    check_values(filled, page.title)
    filled.save(clean=False)
    stored = Page.objects.get(pk=page.pk).specific
    revision = stored.save_revision(clean=False)
    if entry["live"]:
        Page.objects.filter(pk=page.pk).update(
            live=True, live_revision=revision, has_unpublished_changes=False, draft_title=stored.title
        )
    if entry["draft"] is not None:
        stored = Page.objects.get(pk=page.pk).specific
        _with(stored, {**entry["content"], **entry["draft"]}, convert).save_revision(clean=False)


def _with(page: Any, content: dict[str, Any], convert: Convert) -> Any:
    """The page of this place with these words. What the file does not name keeps its default."""
    model = type(page)
    data = {**page.serializable_data(), **local(model, content, convert)}
    built = model.from_serializable_data(data, check_fks=False)
    for name in ("pk", *_OF_PLACE):
        attribute = name if name == "pk" else model._meta.get_field(name).attname
        setattr(built, attribute, getattr(page, attribute))
    built._state.adding, built._state.db = False, page._state.db
    return built


def _is_same(there: dict[str, Any], entry: dict[str, Any], convert: Convert) -> bool:
    """Is all of it here already? People who have no account here cannot be told apart from nobody."""
    model: Any = page_model(entry)
    mine = [_comparable(model, there[part], None) for part in ("content", "draft")]
    theirs = [_comparable(model, entry[part], convert) for part in ("content", "draft")]
    return mine == theirs and there["live"] == entry["live"]


def _comparable(model: Any, content: dict[str, Any] | None, convert: Convert | None) -> Any:
    if content is None:
        return None
    people = [
        one.name
        for one in content_fields(model)
        if one.is_relation and one.related_model._meta.label == "portal.User"
    ]
    found = {name: value for name, value in content.items() if name not in people}
    for name in people:
        address = content.get(name)
        known = address if convert is None or (address and convert(USER, address)) else None
        found[name] = known.casefold() if known else None
    return found
