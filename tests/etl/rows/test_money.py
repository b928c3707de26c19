"""Amounts as Discogs formats them, and prices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.etl.rows.money import CURRENCIES, parse_money, price


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        pytest.param("A$1,597.46", "1597.46", "AUD", id="australian-dollars"),
        pytest.param("€120.09", "120.09", "EUR", id="euro"),
        pytest.param("£2.50", "2.50", "GBP", id="pounds"),
        pytest.param("£5", "5.00", "GBP", id="no-decimals"),
        pytest.param("$250.00", "250.00", "USD", id="dollar-alone-is-the-us"),
        pytest.param("$1,234,567.89", "1234567.89", "USD", id="two-thousands-separators"),
        pytest.param("$1,234,567", "1234567.00", "USD", id="two-thousands-separators-no-decimals"),
        pytest.param("¥12,345", "12345.00", "JPY", id="yen-have-no-decimals"),
        pytest.param("¥123", "123.00", "JPY", id="yen-below-a-thousand"),
        pytest.param("1.234,56 €", "1234.56", "EUR", id="symbol-after-comma-as-decimal"),
        pytest.param("1.234 €", "1234.00", "EUR", id="dot-before-three-digits-groups"),
        pytest.param("0,50 €", "0.50", "EUR", id="comma-as-decimal"),
        pytest.param("€0.125", "0.12", "EUR", id="nothing-to-group-before-the-dot"),
        pytest.param("CHF 10.00", "10.00", "CHF", id="code-before"),
        pytest.param("CHF 1'234.50", "1234.50", "CHF", id="apostrophe-groups"),
        pytest.param("R$50,00", "50.00", "BRL", id="reais"),
        pytest.param("MX$1,000.00", "1000.00", "MXN", id="mexican-pesos"),
        pytest.param("NZ$7.25", "7.25", "NZD", id="new-zealand-dollars"),
        pytest.param("CA$19.99", "19.99", "CAD", id="canadian-dollars"),
        pytest.param("R1,050.00", "1050.00", "ZAR", id="rand"),
        pytest.param("1\u00a0234,50 kr", "1234.50", "SEK", id="no-break-space-groups"),
        pytest.param("SEK 1 234,50", "1234.50", "SEK", id="space-groups"),
        pytest.param("zł12.00", "12.00", "zł", id="unknown-symbol-is-kept"),
        pytest.param("12.00", "12.00", None, id="no-symbol"),
        pytest.param(" $5 ", "5.00", "USD", id="outer-blanks"),
    ],
)
def test_an_amount_is_read(text: str, amount: str, currency: str | None) -> None:
    money = parse_money(text)
    assert money is not None
    assert (str(money.amount), money.currency) == (amount, currency)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="absent"),
        pytest.param("", id="empty"),
        pytest.param("€", id="symbol-alone"),
        pytest.param("free", id="word"),
        pytest.param("-$5.00", id="negative"),
        pytest.param("1.2.3,4.5", id="no-system"),
        pytest.param("about $5", id="words-before"),
        pytest.param("$5 to $7", id="two-amounts"),
        pytest.param("$" + "9" * 30, id="absurd"),
    ],
)
def test_what_is_no_amount_is_none(text: str | None) -> None:
    assert parse_money(text) is None


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["$", "A$", "€", "£", "CHF ", "NZ$", "SEK ", "R$"]),
)
def test_what_discogs_formats_reads_back(amount: Decimal, symbol: str) -> None:
    money = parse_money(f"{symbol}{amount:,.2f}")
    assert money is not None
    assert money.amount == amount
    assert money.currency == CURRENCIES.get(symbol, symbol.strip())


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_the_continental_way_reads_back_too(amount: Decimal) -> None:
    money = parse_money(f"{amount:,.2f} €".replace(",", " ").replace(".", ",").replace(" ", "."))
    assert money is not None
    assert money.amount == amount


@given(st.text(alphabet="0123456789.,' $€-kr\u00a0", max_size=16) | st.text(max_size=12))
def test_any_text_is_an_amount_that_fits_the_column_or_none(text: str) -> None:
    money = parse_money(text)
    if money is not None:
        assert 0 <= money.amount < 10**12
        assert money.amount.as_tuple().exponent == -2
        assert money.currency != ""


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param(0.84, "0.84", id="float"),
        pytest.param(20.0, "20.00", id="whole"),
        pytest.param(0.1 + 0.2, "0.30", id="to-the-cent"),
        pytest.param(0.0, "0.00", id="free-is-a-price"),
        pytest.param(None, None, id="nothing-for-sale"),
        pytest.param(-1.0, None, id="negative"),
        pytest.param(1e300, None, id="absurd"),
        pytest.param(float("nan"), None, id="nan"),
        pytest.param(float("inf"), None, id="infinite"),
    ],
)
def test_a_price_is_kept_to_the_cent(sent: float | None, kept: str | None) -> None:
    assert price(sent) == (None if kept is None else Decimal(kept))


@given(st.floats())
def test_any_number_is_a_price_that_fits_the_column_or_none(sent: float) -> None:
    kept = price(sent)
    assert kept is None or 0 <= kept <= 10**10
