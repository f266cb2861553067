"""Puts lines of the golden tables into the database."""

from portal.engine.scaled import SCALE
from portal.enums import Channel
from suppliers.models import Exclusion, Promise, PromisePart, Receipt
from tests.factories import LineFactory


def store(facts, order, number, *, excused_by=None):
    """One order line with its promises and receipts; `facts` are in whole units."""
    line = LineFactory(
        order=order,
        number=number,
        quantity=facts.quantity * SCALE,
        requested_on=facts.requested_on,
        status=facts.status,
    )
    for fact in facts.promises:
        made = Promise.objects.create(
            line=line, partner=line.partner, event=fact.event, made_at=fact.made_at, channel=Channel.PAGE
        )
        for part in fact.parts:
            PromisePart.objects.create(
                promise=made, number=part.number, quantity=part.quantity * SCALE, promised_on=part.due_on
            )
    for index, fact in enumerate(facts.receipts, 1):
        Receipt.objects.create(
            line=line,
            partner=line.partner,
            number=f"R{index}",
            received_on=fact.received_on,
            accepted_quantity=fact.accepted * SCALE,
            rejected_quantity=fact.rejected * SCALE,
        )
    if excused_by is not None:
        Exclusion.objects.create(line=line, partner=line.partner, reason="strike", approved_by=excused_by)
    return line
