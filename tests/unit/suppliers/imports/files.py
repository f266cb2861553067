"""Files for tests: CSV from text, workbooks from rows, and workbooks that mean harm."""

import io
import zipfile

from openpyxl import Workbook

from suppliers.imports.limits import DEFAULT_LIMITS
from suppliers.imports.pipeline import open_file
from suppliers.imports.profiles import profile_of

ORDER_HEADER = "partner_code,order_number,line_number,quantity,requested_on"


def csv_file(*rows, header=ORDER_HEADER, encoding="utf-8"):
    return io.BytesIO("\n".join([header, *rows, ""]).encode(encoding))


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def repacked(file, change):
    """The same archive with `change(name, bytes) -> bytes` applied to its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    out.seek(0)
    return out


def profile(**document):
    return profile_of({"name": "test", **document})


def read(file, *, name="file.csv", dataset="orders", profile=None, limits=DEFAULT_LIMITS):
    """(records of the dataset, errors) of a whole file."""
    rows = list(open_file(file, name=name, dataset=dataset, profile=profile, limits=limits).rows())
    parts = [row.parts[dataset] for row in rows]
    return [part.record for part in parts if part.record], [error for part in parts for error in part.errors]
