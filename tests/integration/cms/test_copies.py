"""What Wagtail does with a page besides writing it: copy, alias, delete. Nothing that was issued suffers."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms.actions.news_telling import tell_due
from cms.models import (
    HomePage,
    NewsIndexPage,
    NewsPage,
    PlaybookIndexPage,
    PlaybookPage,
    PolicyPage,
    StandardSnapshot,
    TextVersion,
)
from portal.models import Notice
from tests.integration.cms.promising import standard
from tests.texts import publish, sections, write

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def policy(erin):
    page = write(keeper=erin)
    publish(page, date(2026, 1, 1), by=erin)
    page.refresh_from_db()
    return page


@pytest.fixture
def news(db):
    index = HomePage.objects.get().add_child(instance=NewsIndexPage(title="News"))
    page = index.add_child(instance=NewsPage(title="A gate opens", summary="In March.", tell=True))
    page.save_revision().publish()
    return page


def copied(client, user, page, **data):
    client.force_login(user)
    given = {
        "new_title": f"{page.title} again",
        "new_slug": f"{page.slug}-again",
        "new_parent_page": page.get_parent().pk,
        **data,
    }
    return client.post(f"/cms/pages/{page.pk}/copy/", given)


def test_a_copy_of_a_policy_is_a_draft_that_passes_the_rules_before_it_is_issued(client, policy, erin):
    assert copied(client, erin, policy, publish_copies="on").status_code == 302
    copy = PolicyPage.objects.exclude(pk=policy.pk).get()
    assert not copy.live
    assert (copy.reference, copy.reason) == ("", "")
    assert copy.get_latest_revision_as_object().reference == ""
    assert TextVersion.objects.count() == 1


def test_no_page_is_made_the_alias_of_another(client, policy, news, erin):
    """An alias has no versions of its own: nobody could read it, and nobody could sign it."""
    for page in (policy, news):
        before = Page.objects.count()
        copied(client, erin, page, alias="on")
        assert not Page.objects.exclude(alias_of=None).exists()
        assert Page.objects.count() == before + 1  # a copy of its own
        assert 'name="alias"' not in client.get(f"/cms/pages/{page.pk}/copy/").content.decode()
        with pytest.raises(ValidationError, match="alias"):
            page.create_alias(update_slug=f"{page.slug}-alias")
        assert Page.objects.count() == before + 1


def test_news_made_from_other_news_is_told_when_somebody_says_so(client, news, bob, erin):
    tell_due(now=NOW)
    told = Notice.objects.count()
    copied(client, erin, news, publish_copies="on")
    copy = NewsPage.objects.exclude(pk=news.pk).get()
    assert (copy.tell, copy.told_at) == (False, None)
    assert tell_due(now=NOW) == 0
    draft = copy.get_latest_revision_as_object()
    draft.tell = True
    draft.save_revision().publish()
    assert tell_due(now=NOW) == told


def test_what_was_issued_or_published_is_never_deleted_from_the_editor(client, policy, dana):
    """Neither by itself nor with what it stands under: refused in words, not with an error."""
    playbooks = HomePage.objects.get().add_child(instance=PlaybookIndexPage(title="Playbooks"))
    playbook = PlaybookPage(
        title="How we listen", summary="Well.", keeper=dana, in_force_from=date(2026, 1, 1),
        body=sections(("One", "<p>Two.</p>")), live=False,
    )  # fmt: skip
    playbooks.add_child(instance=playbook).save_revision().publish()
    paying = standard()
    StandardSnapshot.objects.create(
        standard=paying, period="2026-Q3", starts_on="2026-07-01", ends_on="2026-09-30", as_of="2026-10-20",
        taken_at=NOW, promise="We pay.", rule={}, engine_version=1, target=95,
    )  # fmt: skip
    client.force_login(dana)
    home = HomePage.objects.get()
    kept = [policy, policy.get_parent(), playbook, playbooks, paying, paying.get_parent(), home]
    for page in kept:
        answer = client.post(f"/cms/pages/{page.pk}/delete/", {"confirm_site_name": "Halden"})
        assert answer.status_code in (302, 403), page
        assert not page.specific.permissions_for_user(dana).can_delete(), page
        client.post(f"/cms/bulk/wagtailcore/page/delete/?id={page.pk}")
        assert Page.objects.filter(pk=page.pk).exists(), page
