"""Small files of trade facts, and what loads them."""

from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.facts.profiles import find_profile
from tests.unit.suppliers.imports.files import csv_file

ORDERS = "partner_code,order_number,line_number,ordered_on,quantity,unit_price,requested_on,description"
PROMISES = "partner_code,order_number,line_number,event,made_at,part,quantity,promised_on,reason"
RECEIPTS = (
    "partner_code,order_number,line_number,receipt_number,received_on,accepted_quantity,rejected_quantity"
)
LINE = "BRANDT,4500130,10,2026-09-01,100,64.00,2026-10-16,Volute cover"


def orders(*rows):
    return csv_file(*rows, header=ORDERS)


def promises(*rows):
    return csv_file(*rows, header=PROMISES)


def receipts(*rows):
    return csv_file(*rows, header=RECEIPTS)


def load(actor, dataset, file, **options):
    """The tally of one dataset."""
    report, _batch = import_file(
        by=actor, stream=file, name=f"{dataset}.csv", options=Options(dataset, **options)
    )
    return report.tallies[dataset]


def load_public(actor, path, profile, **options):
    """The tallies of a public file by one of the shipped profiles."""
    chosen = Options("orders", find_profile(profile), **options)
    with path.open("rb") as stream:
        report, _batch = import_file(by=actor, stream=stream, name=path.name, options=chosen)
    return report.tallies


def counts(tally):
    return tally.new, tally.changed, tally.same, tally.refused


def reasons(tally):
    return [(error.row, error.column, str(error.reason)) for error in tally.errors]
