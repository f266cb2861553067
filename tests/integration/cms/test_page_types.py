"""Where each type of page may live, that it can be written, shown and previewed; what blocks look like."""

from typing import Any

import pytest
from django.apps import apps
from wagtail.blocks import Block, ListBlock, RichTextBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models
from wagtail.test.utils import WagtailPageTestCase

from cms import models
from cms.blocks import PLAIN_TEXT
from cms.models.base import PublicPage
from portal.enums import StaffRole
from tests.factories import StaffFactory
from tests.world_pages import add_pages

HOME = models.HomePage
# type -> where it may stand, what may stand under it, whether there is one at most
PLACES: dict[type[Page], tuple[set[type[Page]], set[type[Page]], bool]] = {
    HOME: (
        {Page},
        {
            models.MissionPage,
            models.StandardIndexPage,
            models.PolicyIndexPage,
            models.PlaybookIndexPage,
            models.NewsIndexPage,
            models.SurveyIndexPage,
            models.ReachPage,
            models.JoinPage,
            models.ThanksPage,
            models.TextPage,
        },
        True,
    ),
    models.MissionPage: ({HOME}, set(), True),
    models.StandardIndexPage: ({HOME}, {models.StandardPage}, True),
    models.StandardPage: ({models.StandardIndexPage}, set(), False),
    models.PolicyIndexPage: ({HOME}, {models.PolicyPage}, True),
    models.PolicyPage: ({models.PolicyIndexPage}, set(), False),
    models.PlaybookIndexPage: ({HOME}, {models.PlaybookPage}, True),
    models.PlaybookPage: ({models.PlaybookIndexPage}, set(), False),
    models.NewsIndexPage: ({HOME}, {models.NewsPage}, True),
    models.NewsPage: ({models.NewsIndexPage}, set(), False),
    models.SurveyIndexPage: ({HOME}, {models.SurveyPage}, True),
    models.SurveyPage: ({models.SurveyIndexPage}, set(), False),
    models.ReachPage: ({HOME}, set(), True),
    models.JoinPage: ({HOME}, set(), True),
    models.ThanksPage: ({HOME}, set(), True),
    models.TextPage: ({HOME}, set(), False),
}


def page_types() -> list[type[Page]]:
    return [model for model in get_page_models() if model is not Page]


def test_every_type_of_page_is_in_the_table():
    assert set(PLACES) == set(page_types())
    assert all(issubclass(model, PublicPage) for model in page_types())


class WherePagesLive(WagtailPageTestCase):
    def test_each_type_stands_where_it_says_and_nowhere_else(self) -> None:
        for model, (parents, children, _one) in PLACES.items():
            with self.subTest(model.__name__):
                self.assertAllowedParentPageTypes(model, parents)
                self.assertAllowedSubpageTypes(model, children)
                for parent in (Page, *PLACES):
                    assertion = self.assertCanCreateAt if parent in parents else self.assertCanNotCreateAt
                    assertion(parent, model)

    def test_of_some_there_is_one(self) -> None:
        for model, (parents, _children, one) in PLACES.items():
            self.assertEqual(model.max_count, 1 if one else None, model.__name__)
            self.assertTrue(parents, model.__name__)


class EveryPage(WagtailPageTestCase):
    """One page of each type, as it stands in the world of tests."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.admin = StaffFactory(role=StaffRole.ADMINISTRATOR)
        cls.keeper = StaffFactory(role=StaffRole.EXECUTIVE)
        add_pages(cls.keeper)

    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.admin)
        self.client.get("/cms/")

    def one_of_each(self) -> list[Any]:
        return [model.objects.live().first() for model in page_types()]

    def test_there_is_one_of_each(self) -> None:
        self.assertNotIn(None, self.one_of_each())

    def test_it_is_shown(self) -> None:
        for page in self.one_of_each():
            with self.subTest(type(page).__name__):
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page)

    def test_it_can_be_edited(self) -> None:
        for page in self.one_of_each():
            with self.subTest(type(page).__name__):
                answer = self.client.get(f"/cms/pages/{page.pk}/edit/")
                self.assertEqual(answer.status_code, 200)
                self.assertContains(answer, page.title)

    def test_it_can_be_previewed(self) -> None:
        """As the editor shows it: with the session of who writes."""
        for page in self.one_of_each():
            asked = self.client.get(f"/cms/pages/{page.pk}/edit/").wsgi_request
            for mode, _label in page.preview_modes:
                with self.subTest(f"{type(page).__name__} {mode}"):
                    self.assertEqual(page.make_preview_request(asked, mode).status_code, 200)

    def test_a_new_one_can_be_begun(self) -> None:
        for model, (parents, _children, one) in PLACES.items():
            if one:
                continue
            (parent,) = parents
            path = f"/cms/pages/add/cms/{model._meta.model_name}/{parent.objects.get().pk}/"
            with self.subTest(model.__name__):
                self.assertEqual(self.client.get(path).status_code, 200)


def _streams() -> list[tuple[str, Block]]:
    """Every block that an editor can choose, once, by where it stands."""
    found = {}
    for model in apps.get_app_config("cms").get_models():
        for field in model._meta.local_fields:
            if isinstance(field, StreamField):
                for name, block in field.stream_block.child_blocks.items():
                    found[type(block)] = (f"{model.__name__}.{field.name}.{name}", block)
    return list(found.values())


def _inner(block: Block) -> list[Block]:
    if isinstance(block, StructBlock):
        return [block, *(one for child in block.child_blocks.values() for one in _inner(child))]
    return [block, *_inner(block.child_block)] if isinstance(block, ListBlock) else [block]


def test_there_are_blocks():
    assert len(_streams()) >= 14


@pytest.mark.parametrize(("where", "block"), _streams(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_block_has_a_preview(client, erin, where, block):
    client.force_login(erin)
    assert block.is_previewable, where
    assert block.get_description() or block.label
    shown = client.get("/cms/block-preview/", {"id": block.definition_prefix})
    assert shown.status_code == 200
    value = block.get_preview_value()
    words = next(str(one) for one in value.values() if " " in str(one) and "StructValue" not in str(one))
    assert words.removeprefix("<p>").split("<")[0][:20] in shown.content.decode()


def test_rich_text_is_limited_to_what_the_design_supports():
    for where, block in _streams():
        for one in _inner(block):
            if isinstance(one, RichTextBlock):
                assert set(one.features or ["all"]) <= set(PLAIN_TEXT), where
    for model in apps.get_app_config("cms").get_models():
        for field in model._meta.local_fields:
            if isinstance(field, RichTextField):
                assert set(field.features or ["all"]) <= set(PLAIN_TEXT), f"{model.__name__}.{field.name}"


def test_what_rich_text_may_not_hold_is_dropped_by_the_editor():
    from wagtail.admin.rich_text import get_rich_text_editor_widget

    widget = get_rich_text_editor_widget("default", features=PLAIN_TEXT)
    raw = (
        "<h2>Loud</h2><p><b>Bold</b> <a href='javascript:1'>x</a>"
        "<script>1</script><embed embedtype='media'/></p>"
    )
    kept = widget.value_from_datadict({"t": widget.format_value(raw)}, {}, "t")
    assert "<b>Bold</b>" in kept
    for gone in ("<h2", "<script", "<embed", "javascript"):
        assert gone not in kept
