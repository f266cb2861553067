"""Asks the two commands, and compares what they say with what follows from the rows alone."""

import csv
import io
import json
from collections import Counter

from django.core.management import call_command

from tests.oracle import KNOWN, check_row, recomputed


def said(command, *options):
    out = io.StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


def check_adding_up(*options):
    """For every KPI and partner: the figure, its n and what is excused. Returns how many had data, by KPI."""
    records = json.loads(said("kpis", *options, "--json"))
    assert {record["kpi"] for record in records} == KNOWN
    found = Counter()
    empty = Counter()
    for record in records:
        kpi, partner = record["kpi"], record["partner"]
        if partner is None:
            continue
        has_data = record["n"] or record["excused"]
        if not has_data:
            assert record["value"] is None, (kpi, partner)
            empty[kpi] += 1
            if empty[kpi] > 2:  # that there are no rows is asked for two partners of each
                continue
        text = said("kpi-rows", f"--kpi={kpi}", f"--partner={partner}", *options, "--csv")
        expected = recomputed(kpi, text)
        assert (record["value"], record["n"], record["excused"]) == expected, (kpi, partner)
        for row in csv.DictReader(io.StringIO(text)):
            check_row(kpi, row)
        found[kpi] += bool(has_data)
    return found
