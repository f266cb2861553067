"""Pictures and a file on the demo's news, and a wall of thanks on which two partners said yes."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page

from cms.demo import drawing
from cms.demo.days import moment_before
from cms.demo.people import member
from cms.enums import Audience
from cms.models import HomePage, NewsPage, SiteFile, SitePicture, ThanksPage
from portal.actors import Actor
from portal.pdf import to_pdf
from suppliers.actions import recognition, wall
from suppliers.enums import WallState
from suppliers.models import Recognition

_GUIDE = """<html lang="en"><head><title>How we unload at gate A</title></head>
<body><h1>How we unload at gate A</h1>
<p>Trucks of up to twelve metres, 7:00 to 15:00. Report at the red door: somebody walks with you.</p>
<p>Pallets of 1,200 kg at most, label on the short side, papers in the pouch on the first pallet.</p>
</body></html>"""


def show(*, erin: Any, alice: Actor, as_of: date) -> int:
    """Everything published in Erin's name; returns how many pictures and files there are."""
    gate = _picture(
        "gate.png", drawing.gate(), "Gate B in snow", "A truck waits before a blue hall in the snow", erin
    )
    bench = _picture(
        "bench.png",
        drawing.bench(),
        "The new bench",
        "A pump wheel between two wide pipes on its bench",
        erin,
    )
    guide = _file("unloading-at-gate-a.pdf", "How we unload at gate A", erin)
    _illustrate("A test bench for pumps of twice the size", bench, erin)
    _illustrate("Receipts are booked on the day", gate, erin)
    link = f'<p>For your driver: <a linktype="document" id="{guide.pk}">how we unload at gate A</a>.</p>'
    _illustrate("Gate B is closed for two Mondays in January", gate, erin, link)
    page = ThanksPage(
        title="Wall of thanks",
        intro="What we thanked our partners for. Each said that it may stand here.",
        live=False,
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=erin, log_action=True).publish(user=erin)
    _wall(alice, as_of)
    return 3


def _picture(name: str, content: bytes, title: str, words: str, by: Any) -> SitePicture:
    picture = SitePicture(
        file=ContentFile(content, name=name), title=title, description=words, uploaded_by_user=by
    )
    picture._set_image_file_metadata()
    picture.save()
    return picture


def _file(name: str, title: str, by: Any) -> SiteFile:
    kept = SiteFile(
        file=ContentFile(to_pdf(_GUIDE), name=name),
        title=title,
        audience=Audience.PARTNERS,
        kinds=",supplier,",
        uploaded_by_user=by,
    )
    kept._set_document_file_metadata()
    kept.save()
    return kept


def _illustrate(title: str, picture: SitePicture, by: Any, more: str = "") -> None:
    """The news keeps the day on which it was published."""
    news = NewsPage.objects.filter(title=title).first()
    if news is None:
        return
    at = news.last_published_at
    news.picture = picture
    if more:
        news.body.append(("text", {"title": "", "text": more}))
    news.save_revision(user=by).publish(user=by)
    Page.objects.filter(pk=news.pk).update(
        first_published_at=at, last_published_at=at, latest_revision_created_at=at
    )


def _wall(alice: Actor, as_of: date) -> None:
    """Two were asked and said yes, one offered it, one has the question before it."""
    zofia, ingrid = (
        member("OSTROWSKI", "zofia@ostrowski.example"),
        member("SANDVIKA", "ingrid@sandvika.example"),
    )
    nils = member("FJORDVANN", "nils@fjordvann.example")
    for thanks in Recognition.objects.filter(partner__code="OSTROWSKI", wall=WallState.UNASKED):
        wall.ask(by=alice, recognition=thanks, at=moment_before(as_of, 12))
        wall.decide(by=zofia, recognition=thanks, is_shown=True, at=moment_before(as_of, 11))
    for by, text, back in (
        (
            ingrid,
            "You told us about the porous batch before we had opened the crate. That saved us a week.",
            30,
        ),
        (
            nils,
            "Your customers' drawings came with every order, complete. Our planners send their regards.",
            20,
        ),
    ):
        partner = by.membership.partner
        thanks = recognition.thank(by=alice, partner=partner, text=text, at=moment_before(as_of, back))
        if by is ingrid:
            wall.ask(by=alice, recognition=thanks, at=moment_before(as_of, back - 1))
        wall.decide(by=by, recognition=thanks, is_shown=True, at=moment_before(as_of, back - 2))
    newest = Recognition.objects.filter(partner__code="BRANDT", taken_back_at=None).first()
    if newest is not None:
        wall.ask(by=alice, recognition=newest, at=moment_before(as_of, 1, hour=15))
