"""Service standards and what they are counted from, for tests."""

from datetime import date, timedelta
from decimal import Decimal

from cms.models import HomePage, StandardIndexPage, StandardPage
from suppliers.models import Invoice

FACTS = {
    "title": "Paying on time",
    "promise": "We pay 95 % of invoices within the agreed terms.",
    "short": "Paid within terms",
    "kpi": "paid_within_terms",
    "target": Decimal(95),
}


def standards_index():
    found = StandardIndexPage.objects.first()
    return found or HomePage.objects.get().add_child(instance=StandardIndexPage(title="Service standards"))


def standard(**facts):
    """A published standard; paying on time unless `facts` say otherwise."""
    facts = {**FACTS, **facts}
    page = standards_index().add_child(instance=StandardPage(slug=facts["kpi"].replace("_", "-"), **facts))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def invoices(partner, in_time, late, *, first=date(2026, 9, 1)):
    """So many invoices, due on the days from `first` on, paid on their day or five days late."""
    for number in range(in_time + late):
        due = first + timedelta(days=number % 20)
        Invoice.objects.create(
            partner=partner,
            number=f"{partner.code}-{first}-{number}",
            received_on=due - timedelta(days=30),
            due_on=due,
            paid_on=due if number < in_time else due + timedelta(days=5),
            currency="NOK",
            amount_minor=10_000,
        )
