"""What a foreign file probably is: guesses that must be right for common files, and never a crash."""

import io
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from suppliers.imports.problems import FileRefused
from suppliers.imports.suggest import read_sample, suggest
from tests.unit.suppliers.imports.files import workbook

GERMAN = """Bestell-Nr.;Pos.;Lieferant;Name des Lieferanten;Artikel-Nr.;Bezeichnung;Menge;Einzelpreis;Währung;Bestelldatum;Wunschtermin;Bestätigter Termin
4500130;10;L100;Müller GmbH;A1;Gehäuse;1.200,50;12,30;EUR;01.09.2026;16.10.2026;20.10.2026
"""  # noqa: E501
SAP = """EBELN,EBELP,LIFNR,NAME1,MATNR,TXZ01,MENGE,MEINS,NETPR,WAERS,BEDAT,EINDT
4500130,00010,100023,Mueller,M1,Cover,5,ST,12.5,EUR,20260901,20261016
"""
FRENCH = """Numéro de commande;Ligne;Code fournisseur;Quantité;Prix unitaire;Devise;Date de livraison
4500130;1;F100;12;1 234,50;EUR;16/10/2026
"""
SPANISH = """Pedido;Línea;Proveedor;Cantidad;Precio unitario;Fecha de entrega
4500130;1;P100;12;1,5;16/10/2026
"""
ITALIAN = "Numero ordine;Riga;Fornitore;Quantità;Data consegna\n1;1;F1;5;16/10/2026\n"
DUTCH = "Bestelnummer;Regel;Leverancier;Aantal;Gewenste leverdatum\n1;1;L1;5;16-10-2026\n"


def guess(content, name="file.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return suggest(read_sample(io.BytesIO(data), name))


def matched(suggestion, dataset="orders"):
    """{ours: the file's} for one dataset."""
    return {
        target.identifier: column.name
        for column in suggestion.columns
        for target in column.targets
        if target.dataset == dataset
    }


def test_a_german_export_is_understood():
    found = guess(GERMAN.encode("cp1252"))
    assert (found.sample.encoding, found.sample.delimiter, found.decimal) == ("cp1252", ";", "comma")
    assert found.feeds == ("orders", "promises")
    assert matched(found) == {
        "order_number": "Bestell-Nr.", "line_number": "Pos.", "partner_code": "Lieferant",
        "partner_name": "Name des Lieferanten", "item_code": "Artikel-Nr.", "description": "Bezeichnung",
        "quantity": "Menge", "unit_price": "Einzelpreis", "currency": "Währung",
        "ordered_on": "Bestelldatum", "requested_on": "Wunschtermin",
    }  # fmt: skip
    assert matched(found, "promises") == {
        "partner_code": "Lieferant", "order_number": "Bestell-Nr.", "line_number": "Pos.",
        "promised_on": "Bestätigter Termin",
    }  # fmt: skip
    days = {column.name: column.days.formats for column in found.columns if column.days}
    assert set(days.values()) == {("%d.%m.%Y",)}


@pytest.mark.parametrize("content", [SAP, FRENCH, SPANISH, ITALIAN, DUTCH])
def test_the_five_that_an_order_needs_are_found_in_many_tongues(content):
    found = guess(content)
    assert found.feeds[0] == "orders"
    assert {"partner_code", "order_number", "line_number", "quantity", "requested_on"} <= set(matched(found))


def test_what_is_required_comes_before_what_only_sounds_alike():
    """`Item` is the line beside `Material`, and the article where there is a line of its own."""
    sap = matched(guess("PO,Item,Vendor,Material,Qty,Due date\n1,10,V1,M-1,5,2026-10-16\n"))
    assert (sap["line_number"], sap["item_code"]) == ("Item", "Material")
    own = matched(guess("PO,Line,Vendor,Item,Qty,Due date\n1,10,V1,M-1,5,2026-10-16\n"))
    assert (own["line_number"], own["item_code"]) == ("Line", "Item")


def test_orders_and_their_receipts_come_out_of_one_file():
    found = guess(
        "po,line,vendor,ordered qty,due date,received qty,rejected qty,receipt date\n"
        "1,1,V1,5,2026-10-16,4,1,2026-10-17\n"
    )
    assert found.feeds == ("orders", "receipts")
    assert matched(found, "receipts")["receipt_number"] == "line"
    assert matched(found, "receipts")["accepted_quantity"] == "received qty"


@pytest.mark.parametrize(
    ("content", "dataset"),
    [
        ("Vendor number,Name,Country,Type,VAT number\n1,Brandt,DE,supplier,DE1\n", "partners"),
        (
            "Rechnungsnummer;Lieferant;Eingangsdatum;Fällig am;Betrag\nR1;L1;01.02.2026;01.03.2026;5,00\n",
            "invoices",
        ),
        ("Datum;Währung;Kurs\n2026-01-02;NOK;11,72\n", "rates"),
        ("Supplier,Contact,E-mail,Phone\nB1,Bob,bob@brandt.example,1\n", "contacts"),
    ],
)
def test_what_the_file_is(content, dataset):
    assert guess(content).feeds == (dataset,)


@pytest.mark.parametrize(
    ("values", "formats", "ambiguous"),
    [
        (["16.10.2026"], ("%d.%m.%Y",), False),
        (["03/04/2026", "16/10/2026"], ("%d/%m/%Y",), False),
        (["03/04/2026", "10/16/2026"], ("%m/%d/%Y",), False),
        (["03/04/2026", "05/06/2026"], (), True),
        (["03-04-26"], (), True),
        (["04/04/2026"], ("%d/%m/%Y",), False),
        (["02-Jun-06"], ("%d-%b-%y",), False),
        (["20261016"], ("%Y%m%d",), False),
        (["N/A", "16.10.2026"], ("%d.%m.%Y",), False),
        (["12/25/2006", "12-13-2006", "RDC"], ("%m/%d/%Y", "%m-%d-%Y"), False),
        (["12/25/2006", "12-01-2006"], ("%m/%d/%Y", "%m-%d-%Y"), False),
        (["N/A", "03/04/2026"], (), True),
    ],
)
def test_days_are_read_by_what_their_values_allow(values, formats, ambiguous):
    days = guess("\n".join(["Wunschtermin;x", *(f"{value};a" for value in values), ""])).columns[0].days
    assert (days.formats, days.is_ambiguous) == (formats, ambiguous)
    if ambiguous:
        assert len(days.choices) > 1


def test_words_among_days_mean_none():
    days = guess("Termin;x\nN/A;1\n16.10.2026;2\noffen;3\n17.10.2026;4\n").columns[0].days
    assert set(days.empty) == {"N/A", "offen"}


@pytest.mark.parametrize(
    ("values", "style", "asked"),
    [
        (["1.234", "5"], "", True),
        (["1,234"], "", True),
        (["1.234", "1,5"], "comma", False),
        (["1.234.567"], "comma", False),
        (["1,234", "1,234.50"], "point", False),
        (["0.125"], "point", False),
        (["1 234,5"], "comma", False),
        (["12345.678"], "point", False),
        (["1,5", "1.5"], "", True),
        (["100", "20"], "", False),
    ],
)
def test_the_decimal_sign_is_found_or_asked_never_guessed(values, style, asked):
    found = guess("\n".join(["Menge;x", *(f'"{value}";a' for value in values), ""]))
    assert (found.decimal, found.asks_decimal) == (style, asked)


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("Größe;Menge\n5;6\n", "utf-8", "utf-8"),
        ("Größe;Menge\n5;6\n", "utf-8-sig", "utf-8-sig"),
        ("Größe;Menge\n5;6\n", "cp1252", "cp1252"),
        ("Preis €;Menge\n5;6\n", "cp1252", "cp1252"),
        ("Preis €;Menge\n5;6\n", "iso-8859-15", "iso-8859-15"),
        ("Größe;Menge\n5;6\n", "utf-16", "utf-16"),
    ],
)
def test_encodings(text, encoding, found):
    sample = read_sample(io.BytesIO(text.encode(encoding)), "a.csv")
    assert (sample.encoding, sample.header) == (found, tuple(text.split("\n")[0].split(";")))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_alike(sign):
    rows = [["Name", "Ort, Land", "Menge"], ["a", "Moss, NO", "1"], ["b", "Bonn, DE", "2"]]
    text = "\n".join(sign.join(f'"{cell}"' if sign == "," else cell for cell in row) for row in rows)
    sample = read_sample(io.BytesIO(text.encode()), "a.csv")
    assert (sample.delimiter, sample.header) == (sign, ("Name", "Ort, Land", "Menge"))


def test_what_a_report_prints_above_its_table_is_not_its_header():
    sample = read_sample(io.BytesIO(b"Open orders;;\n\nPO;Line;Qty\n1;10;5\n"), "a.csv")
    assert (sample.header_row, sample.header, sample.rows[0][0]) == (3, ("PO", "Line", "Qty"), 4)


def test_a_workbook_keeps_its_types():
    found = suggest(read_sample(workbook(["PO", "Menge"], [1, 5.5]), "a.xlsx"))
    assert (found.sample.is_workbook, found.sample.cells(1), found.asks_decimal) == (True, [5.5], False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n\n", "no table"),
        (b"a\x00b,c\n", "bytes of value zero"),
        (b"%PDF-1.4", "neither CSV nor"),
        (b"PK\x03\x04", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(content, says):
    with pytest.raises(FileRefused, match=says):
        read_sample(io.BytesIO(content), "a.csv")


def test_another_encoding_than_the_files_is_refused_by_name():
    with pytest.raises(FileRefused, match="not in utf-8"):
        read_sample(io.BytesIO("Größe;x\n1;2\n".encode("cp1252")), "a.csv", encoding="utf-8")


CELLS = st.text(alphabet="aMenge1.,;|\t\"'\n -/0123456789\u00df€", max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(st.lists(CELLS, max_size=6), max_size=8)))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"PK\x03\x04PK\x05\x06" + b"\x00" * 18)
def test_any_bytes_are_a_guess_or_refused(content):
    """And no two columns of the file are the same one of ours."""
    data = content if isinstance(content, bytes) else "\n".join(map(";".join, content)).encode()
    try:
        found = suggest(read_sample(io.BytesIO(data), "a.csv"))
    except FileRefused:
        return
    targets = [
        (target.dataset, target.identifier)
        for target in chain.from_iterable(column.targets for column in found.columns)
    ]
    assert len(targets) == len(set(targets))
    assert all(0 <= target.confidence <= 1 for column in found.columns for target in column.targets)
    assert found.feeds
