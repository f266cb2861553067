"""Lists: columns, order, pages, totals and groups, as the address says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.charts import sparkline
from portal.tables import (
    ChipColumn,
    Column,
    DayColumn,
    DrawingColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    PickColumn,
    QuantityColumn,
    ShareColumn,
    Table,
)


@dataclass
class Row:
    pk: int
    name: str
    town: str = "Gävle"
    segment: str = "A"
    score: Decimal | None = Decimal("82.25")
    quantity: int = 1_500_000
    unit: str = "kg"
    amount: int = 123450
    currency: str = "EUR"
    on_time: Decimal = Decimal("0.896")
    spoken: date = date(2026, 10, 5)

    @property
    def public_id(self):
        return f"p{self.pk}"


class PartnerTable(Table):
    pick = PickColumn(lambda record: record.name)
    name = LinkColumn("Partner", linkify=lambda record: f"/p/{record.pk}/", sub=lambda record: record.town)
    segment = ChipColumn("Segment", tones={"D": "bad"}, pictures={"A": ""})
    score = NumberColumn("Score", unit="of 100", places=1)
    trend = DrawingColumn("12 months", lambda record: sparkline([1, 2], record.name) if record.pk else None)
    quantity = QuantityColumn("Open", unit_of="unit")
    amount = MoneyColumn("Value", currency="currency")
    on_time = ShareColumn("On time")
    spoken = DayColumn("Last spoken", form="short")
    always = ("name",)

    class Meta(Table.Meta):
        pass

    def group_of(self, record):
        return f"Segment {record.segment}"

    def row_class(self, record):
        return "is-open" if record.segment == "D" else ""


ROWS = [Row(1, "Brandt"), Row(2, "Kestrel", score=None), Row(3, "Helix", segment="D", score=Decimal("58.7"))]


def table_for(address="/partners/", rows=ROWS, **options):
    request = RequestFactory().get(address)
    table = PartnerTable.for_request(request, rows, label="3 partners", **options)
    return table, request


def html_of(table, request):
    return render_to_string("portal/table.html", {"table": table}, request)


def test_every_cell_is_written_for_people():
    html = html_of(*table_for())
    for words in ("82.3", "1.5\u00a0kg", "EUR\u00a01,234.50", "89.6\u00a0%", "5\u00a0Oct", "Gävle"):
        assert words in html
    assert '<a class="text-reset" href="/p/1/">Brandt</a>' in html
    assert '<span class="ac-chip bad">' in html


def test_roles_and_labels_let_a_row_become_a_block_on_a_phone():
    html = html_of(*table_for())
    assert html.count('role="row"') == 1 + 3 + 2
    assert 'data-label="Score of 100"' in html
    assert 'role="rowheader"' in html


def test_the_address_chooses_columns_and_the_name_always_stays():
    table, _ = table_for("/partners/?cols=score,amount")
    assert table.columns.names() == ["name", "score", "amount"]
    table, _ = table_for("/partners/?cols=score&cols=amount")
    assert table.columns.names() == ["name", "score", "amount"]
    assert ("score", "Score of 100", True) in table.choosable
    assert ("spoken", "Last spoken", False) in table.choosable


def test_what_an_address_says_wrongly_is_left_out():
    table, _ = table_for("/partners/?cols=secret,score&sort=nothing&page=99")
    assert table.columns.names() == ["name", "score"]
    assert table.page.number == 1


def test_a_column_kept_from_an_actor_cannot_be_chosen():
    table, _ = table_for("/partners/?cols=amount,score&sort=amount", exclude=("amount",))
    assert table.order_by == ()
    assert table.columns.names() == ["name", "score"]
    assert "amount" not in [name for name, *_ in table.choosable]


def test_order_comes_from_the_address_and_the_header_says_so():
    table, request = table_for("/partners/?sort=-name")
    assert [row.record.name for row in table.rows] == ["Kestrel", "Helix", "Brandt"]
    html = html_of(table, request)
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=name"' in html


@pytest.mark.parametrize(
    "name", [name for name, column in PartnerTable.base_columns.items() if column.orderable is not False]
)
def test_every_column_sorts(name):
    rows = [Row(1, "Brandt"), Row(2, "Kestrel", score=Decimal(1))]
    table, _ = table_for(f"/partners/?sort={name}", rows)
    assert len(list(table.rows)) == 2


def test_pages_offer_first_last_and_those_around():
    rows = [Row(number, f"P{number:03}") for number in range(1, 101)]
    table, _ = table_for("/partners/?page=5", rows, per_page=10)
    assert table.page_numbers == [1, None, 4, 5, 6, None, 10]
    assert len(list(table.grouped_rows)) == 10


@pytest.mark.parametrize("page", ["²", "9" * 5_000, "-1", "x"])
def test_a_page_that_is_no_number_is_the_first(page):
    table, _ = table_for(f"/partners/?page={page}", per_page=2)
    assert table.page.number == 1


def test_a_page_past_the_end_is_the_last():
    table, _ = table_for("/partners/?page=9", per_page=2)
    assert table.page.number == 2


def test_rows_that_belong_together_stand_under_one_heading():
    table, _ = table_for()
    assert [group for group, _, _ in table.grouped_rows] == ["Segment A", None, "Segment D"]
    assert [css for _, css, _ in table.grouped_rows] == ["", "", "is-open"]


def test_totals_are_written_as_their_columns_write():
    table, request = table_for(totals={"score": Decimal("70.45")})
    html = html_of(table, request)
    assert "<tfoot" in html
    assert "70.5" in html
    assert ">Total<" in html


def test_an_export_holds_all_rows_typed_and_only_the_columns_shown():
    table, _ = table_for("/partners/?cols=score,quantity,amount,spoken,trend&sort=name", per_page=1)
    rows = list(table.typed_rows())
    assert rows[0] == ["name", "score", "quantity", "amount", "spoken"]
    assert rows[1] == ["Brandt", Decimal("82.25"), Decimal("1.5"), Decimal("1234.50"), date(2026, 10, 5)]
    assert len(rows) == 4


def test_no_data_in_a_cell_is_a_dash_and_an_empty_export():
    table, request = table_for("/partners/?cols=score&sort=name")
    assert "–" in html_of(table, request)
    assert list(table.typed_rows())[3] == ["Kestrel", None]


def test_markup_in_data_stays_text():
    table, request = table_for(rows=[Row(1, "<b>Brandt</b>", town="<script>")])
    html = html_of(table, request)
    assert "<b>Brandt" not in html
    assert "<script>" not in html


def test_a_plain_column_can_have_a_second_line():
    class Small(Table):
        name = Column("Name", sub=lambda record: record.town)

        class Meta(Table.Meta):
            pass

    request = RequestFactory().get("/")
    html = html_of(Small.for_request(request, ROWS), request)
    assert '<span class="sub">Gävle</span>' in html
