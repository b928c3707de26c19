"""Signatures against the examples printed in RFC 5849 and against oauthlib."""

from __future__ import annotations

import pytest
from oauthlib import oauth1

from discogs_sandbox.account.signature import (
    base_string,
    hmac_sha1,
    parse_authorization,
    percent_encode,
    plaintext,
)


def test_base_string_of_rfc_5849_section_3_4_1():
    parameters = [
        ("b5", "=%3D"),
        ("a3", "a"),
        ("c@", ""),
        ("a2", "r b"),
        ("oauth_consumer_key", "9djdj82h48djs9d2"),
        ("oauth_token", "kkk9d7dh3k39sjv7"),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "137131201"),
        ("oauth_nonce", "7d8f3e4a"),
        ("c2", ""),
        ("a3", "2 q"),
    ]
    assert base_string("POST", "http://example.com/request", parameters) == (
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D"
        "%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1"
        "%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
    )


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://EXAMPLE.COM:80/r%20v/X", "http://example.com/r%20v/X"),
        ("https://www.example.net:8080/", "https://www.example.net:8080/"),
        ("https://example.org:443", "https://example.org/"),
    ],
)
def test_default_ports_go_and_hosts_are_lower_case(url, base):
    assert base_string("get", url, []) == f"GET&{percent_encode(base)}&"


def test_hmac_sha1_agrees_with_oauthlib():
    url = "http://127.0.0.1:8080/users/j%C3%B6rg/collection?per_page=100&sort=added"
    client = oauth1.Client("KEY", "SECRET&", "TOKEN", "TOKEN SECRET", nonce="n", timestamp="1700000000")
    _, headers, _ = client.sign(url)
    given = parse_authorization(headers["Authorization"])
    parameters = [("per_page", "100"), ("sort", "added")]
    parameters += [(name, value) for name, value in given.items() if name != "oauth_signature"]
    base = base_string("GET", url.partition("?")[0], parameters)
    assert hmac_sha1(base, "SECRET&", "TOKEN SECRET") == given["oauth_signature"]


def test_plaintext_is_both_secrets_even_when_one_is_empty():
    assert plaintext("a&b", "") == "a%26b&"
    assert plaintext("a", "c d") == "a&c%20d"


def test_an_authorization_header_is_taken_apart_and_decoded():
    header = 'OAuth realm="x", oauth_token="a%20b",oauth_signature="S%26"'
    assert parse_authorization(header) == {"realm": "x", "oauth_token": "a b", "oauth_signature": "S&"}
    assert parse_authorization("Discogs token=abc") == {}
