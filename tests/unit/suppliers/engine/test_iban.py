"""Account numbers, with examples of the IBAN registry and of national banks."""

import pytest

from suppliers.engine.iban import LENGTHS, BadAccount, check_digits_fit, checked_account, is_bic, masked

REGISTRY = [
    "AD1200012030200359100100", "AT611904300234573201", "BE68539007547034", "BG80BNBG96611020345678",
    "CH9300762011623852957", "CY17002001280000001200527600", "CZ6508000000192000145399",
    "DE89370400440532013000", "DK5000400440116243", "EE382200221020145685", "ES9121000418450200051332",
    "FI2112345600000785", "FR1420041010050500013M02606", "GB29NWBK60161331926819",
    "GR1601101250000000012300695", "HR1210010051863000160", "HU42117730161111101800000000",
    "IE29AIBK93115212345678", "IS140159260076545510730339", "IT60X0542811101000000123456",
    "LI21088100002324013AA", "LT121000011101001000", "LU280019400644750000", "LV80BANK0000435195001",
    "MC5811222000010123456789030", "MT84MALT011000012345MTLCAST001S", "NL91ABNA0417164300",
    "NO9386011117947", "PL61109010140000071219812874", "PT50000201231234567890154",
    "RO49AAAA1B31007593840000", "SE4550000000058398257466", "SI56263300012039086",
    "SK3112000000198742637541", "TR330006100519786457841326",
]  # fmt: skip


@pytest.mark.parametrize("iban", REGISTRY)
def test_the_examples_of_the_registry_hold(iban):
    assert checked_account(iban) == iban
    assert checked_account(" ".join(iban[i : i + 4] for i in range(0, len(iban), 4)).lower()) == iban


@pytest.mark.parametrize("iban", REGISTRY)
def test_no_two_digits_side_by_side_may_change_places_and_no_digit_may_differ(iban):
    for place in range(4, len(iban) - 1):
        swapped = iban[:place] + iban[place + 1] + iban[place] + iban[place + 2 :]
        if iban[place : place + 2].isdigit() and swapped != iban:
            assert not check_digits_fit(swapped)
        if iban[place].isdigit():
            other = iban[:place] + str((int(iban[place]) + 1) % 10) + iban[place + 1 :]
            assert not check_digits_fit(other)


@pytest.mark.parametrize(
    ("number", "country", "why", "expected"),
    [
        ("DE89370400440532013001", "", "digits", 0),
        ("DE8937040044053201300", "", "length", 22),
        ("NO93860111179471", "NO", "length", 15),
        ("0532013000", "DE", "country", 0),
        ("123", "US", "form", 0),
        ("12 34 <b>", "US", "form", 0),
        ("", "", "form", 0),
        ("ÄÖ123456", "", "form", 0),
    ],
)
def test_what_is_no_account(number, country, why, expected):
    with pytest.raises(BadAccount) as refused:
        checked_account(number, country)
    assert (refused.value.why, refused.value.expected) == (why, expected)


@pytest.mark.parametrize(
    ("number", "country", "kept"),
    [
        ("021000021/123456789", "US", "021000021/123456789"),
        ("12-3456.789", "", "123456789"),
        ("DE89 3704 0044 0532 0130 00", "US", "DE89370400440532013000"),
    ],
)
def test_where_there_is_no_iban_other_numbers_are_kept(number, country, kept):
    assert checked_account(number, country) == kept


def test_lengths_are_plausible():
    assert all(15 <= length <= 34 for length in LENGTHS.values())
    assert all(len(code) == 2 and code.isupper() for code in LENGTHS)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("DE89370400440532013000", "•••• 3000"), ("123456789", "•••• 789"), ("1234", "•••• 4"), ("12", "••••")],
)
def test_most_of_a_number_stays_hidden(number, shown):
    assert masked(number) == shown


@pytest.mark.parametrize(
    ("text", "good"),
    [("COBADEFF", True), ("COBADEFFXXX", True), ("COBADEFFXX", False), ("cobadeff", False), ("", False)],
)
def test_bic(text, good):
    assert is_bic(text) is good
