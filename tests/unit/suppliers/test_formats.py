"""docs/formats says what the code reads."""

import re
from pathlib import Path

import pytest

from suppliers.imports.columns import ChoiceColumn
from suppliers.imports.datasets import DATASETS
from suppliers.presenters.formats import WORDS, format_of
from suppliers.presenters.formats_pages import formats_pages

ROW = r"^\| (\*\*)?`(\w+)`(?:\*\*)? \| (key)? ?\| ([^|]+) \|([^|]*)\| ?([^|]*) ?\|$"
FOLDER = Path(__file__).resolve().parents[3] / "docs" / "formats"


def test_the_pages_are_the_columns():
    """When they are not: manage.py formats_pages docs/formats"""
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == formats_pages()


def test_every_dataset_has_its_words_and_none_is_forgotten():
    assert WORDS.keys() == DATASETS.keys()
    assert all(set(words.after) <= DATASETS.keys() for words in WORDS.values())


@pytest.mark.parametrize("name", DATASETS)
def test_what_must_be_there_first_is_loaded_first(name):
    order = list(DATASETS)
    assert all(order.index(before) < order.index(name) for before in WORDS[name].after)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=str)
def test_a_page_names_every_column_with_its_words(dataset):
    page = formats_pages()[f"{dataset.name}.md"]
    rows = re.findall(
        r"^\| (\*\*)?`(\w+)`(?:\*\*)? \| (key)? ?\| ([^|]+) \|([^|]*)\| ?([^|]*) ?\|$", page, re.M
    )
    assert [(name, bool(bold), bool(key)) for bold, name, key, *_ in rows] == [
        (column.identifier, column.required, column.key) for column in dataset.columns
    ]
    for column, (*_, help_, example) in zip(dataset.columns, rows, strict=True):
        assert column.help in help_ and example.strip() == column.example
        if isinstance(column, ChoiceColumn):
            assert all(choice in help_ for choice in column.choices)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=str)
def test_required_columns_have_examples_and_every_column_has_help(dataset):
    assert [column.identifier for column in dataset.columns if column.required and not column.example] == []
    assert all(column.help for column in dataset.columns)
    assert format_of(dataset).key


def test_the_longest_text_is_the_records():
    written = {column.name: column.written for column in format_of(DATASETS["orders"]).columns}
    assert written["line_number"] == "text, 40 characters at most"
    assert written["description"] == "text, 500 characters at most"
    rates = {column.name: column.written for column in format_of(DATASETS["rates"]).columns}
    assert rates["rate"] == "number, 9 decimals at most"
