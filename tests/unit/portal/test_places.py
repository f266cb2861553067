"""Countries and currencies by name."""

from django.utils.translation import override

from portal.places import countries, country_name, currencies


def test_countries_are_countries():
    known = dict(countries())
    assert known["SE"] == "Sweden"
    assert known["ZA"] == "South Africa"
    assert known[""] == "Not chosen"
    assert not {"EU", "UN", "ZZ", "001", "EZ"} & set(known)
    assert 200 < len(known) < 270


def test_countries_speak_the_readers_language():
    with override("de"):
        assert dict(countries())["SE"] == "Schweden"
        assert country_name("SE") == "Schweden"


def test_an_unknown_code_stays_as_it_is():
    assert country_name("QQ") == "QQ"
    assert country_name("") == ""


def test_currencies_are_in_use():
    known = dict(currencies())
    assert known["EUR"] == "EUR Euro"
    assert {"USD", "SEK", "JPY", "INR"} <= set(known)
    assert not {"DEM", "FRF", "XAU"} & set(known)
