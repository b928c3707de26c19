"""Guesses are counted by who can send them: an address of IPv4, or a network of IPv6."""

from __future__ import annotations

import pytest

from linernotes.web.security.throttle import TRIES, Throttle


@pytest.mark.parametrize(
    ("guessing", "asked"),
    [
        pytest.param("203.0.113.7", "203.0.113.7", id="the-same-address"),
        pytest.param("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", id="a-network-of-one-customer"),
        pytest.param("2001:DB8:1:2::1", "2001:db8:1:2:0::2", id="written-in-another-way"),
        pytest.param("::ffff:203.0.113.7", "203.0.113.7", id="ipv4-that-came-in-by-ipv6"),
        pytest.param("fe80::1%eth0", "fe80::2%eth1", id="with-the-name-of-an-interface"),
        pytest.param("64:ff9b::203.0.113.7", "64:ff9b::203.0.113.7", id="ipv4-behind-a-translator"),
        pytest.param("no address", "no address", id="no-address-at-all"),
    ],
)
def test_guesses_from_one_network_are_counted_together(guessing: str, asked: str):
    throttle = Throttle()
    for _ in range(TRIES):
        throttle.failed(guessing)
    assert throttle.seconds_to_wait(asked) > 0


@pytest.mark.parametrize(
    ("guessing", "asked"),
    [
        pytest.param("203.0.113.7", "203.0.113.8", id="a-neighbour-in-ipv4"),
        pytest.param("2001:db8:1:2::1", "2001:db8:1:3::1", id="another-network"),
        pytest.param("::ffff:203.0.113.7", "::ffff:203.0.113.8", id="mapped-addresses-are-no-network"),
        pytest.param("64:ff9b::203.0.113.7", "64:ff9b::203.0.113.8", id="nor-are-translated-ones"),
    ],
)
def test_other_networks_may_go_on(guessing: str, asked: str):
    throttle = Throttle()
    for _ in range(TRIES):
        throttle.failed(guessing)
    assert throttle.seconds_to_wait(asked) == 0


def test_one_network_with_many_addresses_makes_nobody_be_forgotten():
    throttle = Throttle()
    for _ in range(TRIES):
        throttle.failed("203.0.113.7")
    for number in range(5_000):
        throttle.failed(f"2001:db8:1:2::{number:x}")
    assert throttle.seconds_to_wait("203.0.113.7") > 0


@pytest.mark.parametrize(
    "guesses",
    [
        pytest.param([f"2001:db8:1:{n:x}::1" for n in range(0x10000)], id="a-customer-with-a-48"),
        pytest.param([f"2002:cb00:7107:{n:x}::1" for n in range(0x10000)], id="one-ipv4-address-as-6to4"),
    ],
)
def test_who_has_many_networks_has_not_many_times_the_guesses(guesses: list[str]) -> None:
    """Providers and tunnels give a customer 65,536 networks of a /64."""
    throttle, tried = Throttle(), 0
    for address in guesses[:300]:
        if throttle.seconds_to_wait(address) == 0:
            throttle.failed(address)
            tried += 1
    assert tried <= 5 * TRIES
    assert throttle.seconds_to_wait("2001:db8:2:1::1") == 0
