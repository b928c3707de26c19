"""The environment's proxies and certificates: the API and the downloads of dumps read them alike."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic

import pytest
from tests.homes import Home
from tests.source.raw_server import http, raw_server, sends

from linernotes.documents import DocumentKey
from linernotes.errors import ConfigError, UnreachableError
from linernotes.secrets import PersonalToken
from linernotes.source.api import DiscogsAPI
from linernotes.source.dumps.download import Downloader
from linernotes.source.proxy import proxy_for
from linernotes.source.retries import RetryPolicy

ONCE = RetryPolicy(attempts=1)

#: Asks again, but only after longer than a test takes.
PATIENT = RetryPolicy(attempts=5, first_wait=20)

Environment = Callable[..., None]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Sets these variables, and none of the others that a network is found by."""

    def be(**variables: str) -> None:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    be()
    return be


def from_the_api(url: str, retries: RetryPolicy = ONCE) -> None:
    async def main() -> None:
        async with DiscogsAPI(url, PersonalToken("aToken"), retries=retries) as api:
            await api.fetch(DocumentKey("release", 1))

    asyncio.run(main())


def from_the_dumps(url: str, retries: RetryPolicy = ONCE) -> None:
    downloader = Downloader(say=print, on_wait=print, retries=retries)
    downloader.text(f"{url}/releases/1")


both_ways = pytest.mark.parametrize("fetch", [from_the_api, from_the_dumps])


@pytest.mark.parametrize(
    ("variables", "url", "proxy"),
    [
        pytest.param({}, "https://a.example", None, id="none"),
        pytest.param(
            {"https_proxy": "http://p:1"}, "https://a.example/x?y", "http://p:1", id="of-the-scheme"
        ),
        pytest.param({"https_proxy": "http://p:1"}, "http://a.example", None, id="of-another-scheme"),
        pytest.param({"all_proxy": "http://p:1"}, "https://a.example", "http://p:1", id="of-all"),
        pytest.param(
            {"ALL_PROXY": "p:1"}, "https://a.example", "http://p:1", id="without-a-scheme-of-its-own"
        ),
        pytest.param(
            {"all_proxy": "socks://p:1", "https_proxy": "http://p:2"},
            "https://a.example",
            "http://p:2",
            id="GNOME",
        ),
        pytest.param(
            {"all_proxy": "p:1", "no_proxy": "b.example,a.example"}, "https://a.example", None, id="no"
        ),
        pytest.param(
            {"all_proxy": "p:1", "no_proxy": "example"}, "https://u@a.example:8000", None, id="no-domain"
        ),
        pytest.param(
            {"all_proxy": "p:1", "no_proxy": "a.example:8000"}, "http://a.example:8000", None, id="no-port"
        ),
        pytest.param(
            {"all_proxy": "p:1", "no_proxy": "fe80::1"}, "http://[fe80::1]:8000", None, id="no-IPv6"
        ),
        pytest.param({"all_proxy": "p:1", "no_proxy": "*"}, "https://a.example", None, id="no-to-all"),
        pytest.param({"all_proxy": "p:1"}, "http://127.0.0.1:8000", None, id="this-machine"),
        pytest.param({"all_proxy": "p:1"}, "http://localhost:8000", None, id="this-machine-by-name"),
        pytest.param({"all_proxy": "p:1"}, "http://[::1]:8000", None, id="this-machine-by-IPv6"),
    ],
)
def test_the_proxy_for_an_address(environment: Environment, variables: dict[str, str], url, proxy) -> None:
    environment(**variables)
    assert proxy_for(url) == proxy


@both_ways
@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_the_same_proxy_is_used_for_the_api_and_for_dumps(environment: Environment, name: str, fetch) -> None:
    async def main() -> list[bytes]:
        async with raw_server(sends(http(b'{"id": 1}'))) as (proxy, heads):
            environment(**{name: proxy})
            await asyncio.to_thread(fetch, "http://far.example")
            return heads

    assert asyncio.run(main())[0].startswith(b"GET http://far.example/releases/1 HTTP/1.1\r\n")


@both_ways
@pytest.mark.parametrize("kind", ["socks", "socks5", "what"])
def test_a_proxy_that_cannot_be_used_is_said_in_one_line(environment: Environment, kind: str, fetch) -> None:
    environment(all_proxy=f"{kind}://user:verysecret@127.0.0.1:9")
    with pytest.raises(
        ConfigError, match=r"^The proxy of all_proxy \(127\.0\.0\.1:9\) cannot be used\."
    ) as caught:
        fetch("http://far.example")
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that nobody trusts, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl, to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    more = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *more], check=True, capture_output=True)
    return cert, key


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> Iterator[str]:
    """The address of a server with that certificate, as an office's proxy has that looks into TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with HTTPServer(("127.0.0.1", 0), _Answer) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda request, client_address: None  # who does not trust it hangs up
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@both_ways
def test_certificates_that_the_environment_names_are_trusted(
    environment: Environment, certificate: tuple[Path, Path], tls: str, fetch
) -> None:
    with pytest.raises(UnreachableError):
        fetch(tls)
    environment(SSL_CERT_FILE=str(certificate[0]))
    fetch(tls)


@both_ways
def test_a_certificate_that_is_not_trusted_is_said_at_once(environment: Environment, tls: str, fetch) -> None:
    """To ask again would not make it trusted."""
    began = monotonic()
    host = tls.removeprefix("https://")
    with pytest.raises(
        UnreachableError, match=rf"^{host} shows a certificate .* in SSL_CERT_FILE\.$"
    ) as caught:
        fetch(tls, PATIENT)
    assert "\n" not in str(caught.value)
    assert monotonic() - began < 10


def test_the_command_says_at_once_which_setting_names_certificates(
    environment: Environment, tls: str, tmp_path: Path
) -> None:
    began = monotonic()
    done = Home(tmp_path / "home", api_url=tls, token="aToken").run_process("sync", timeout=60)
    assert monotonic() - began < 10
    assert done.returncode == 1
    assert done.stdout == ""
    assert [line.startswith("Error: ") and "SSL_CERT_FILE" in line for line in done.stderr.splitlines()] == [
        True
    ]


@both_ways
def test_certificates_that_cannot_be_read_are_said_in_one_line(
    environment: Environment, tmp_path: Path, fetch
) -> None:
    (tmp_path / "empty.pem").touch()
    for name in ("absent.pem", "empty.pem"):
        environment(SSL_CERT_FILE=str(tmp_path / name))
        with pytest.raises(ConfigError, match=rf"SSL_CERT_FILE names \(.*{name}\) cannot be read") as caught:
            fetch("https://far.example")
        assert "\n" not in str(caught.value)
