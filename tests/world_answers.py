"""What each partner of the world asked about policies: one waits, one is published without its name."""

from cms.actions import answers, training
from cms.enums import CommentDecision, CommentKind
from cms.models import PolicyComment, Training
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import PartnerRole
from tests.answers import issue
from tests.world_pages import Pages


def add_answers(side, pages: Pages, owner: Actor) -> PolicyComment:
    """The one that waits; the answer to the other names nobody."""
    own = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
    version = _version(pages.policy, owner)
    told = answers.ask(
        by=own, version=version, kind=CommentKind.PROPOSAL, text=f"{side.word} wants the clock at the gate"
    )
    answers.answer(by=owner, comment=told, text="We look at it in March.", decision=CommentDecision.LATER)
    answers.publish(by=owner, comment=told)
    return answers.ask(
        by=own,
        version=_version(pages.supplier_policy, owner),
        kind=CommentKind.QUESTION,
        text=f"{side.word} asks for the gate",
    )


def add_training(staff, pages: Pages, by: Actor) -> Training:
    """A buyer of ours was trained in the playbook."""
    version = _version(pages.playbook, by)
    (made,) = training.train(by=by, version=version, people=[staff], on=local_day(), note="Two hours")
    return made


def _version(page, owner: Actor):
    """The one that publishing issued."""
    known = page.text_versions.first()
    return known or issue(page, owner=owner.user, audience=page.audience, kinds=page.kinds)
