"""The SQL page: what it runs, for whom, and how it shows what comes back."""

from __future__ import annotations

import csv
import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.storage.duckdb.tables import TABLES
from linernotes.web.background import user_queries

ONE = "select release_id, title from collection_items order by title limit 1"
#: Takes the whole time limit of whoever runs it.
SLOW = "select sum((a.range * b.range) % 7) from range(1000000) a, range(1000000) b"
HOSTILE = '</td></table></script><script>alert(1)</script><img src=x onerror="alert(2)">{{7*7}}'


@pytest.fixture
def sql(shelf: TestClient) -> TestClient:
    return shelf


def ask(client: TestClient, query: str, **headers: str):
    return client.get("/sql", params={"q": query}, headers=headers)


def cells(text: str) -> list[list[str]]:
    rows = html.fromstring(text).xpath("//div[@class='scroll']//tbody/tr")
    return [["".join(cell.itertext()).strip() for cell in row.iter("td")] for row in rows]


def test_a_query_of_the_address_is_run(sql: TestClient):
    answer = ask(sql, ONE)
    assert answer.status_code == 200
    assert cells(answer.text) == [["4", "Beta"]]
    assert '<a href="/release/4">4</a>' in answer.text
    assert '<data data-fact="rows" value="1">1</data> row.' in answer.text
    assert ONE in html.fromstring(answer.text).xpath("string(//textarea)")


def test_who_is_nobody_has_no_link(sql: TestClient):
    page = ask(sql, "select artist_id from (values (4), (194), (355), (118760)) as t (artist_id)").text
    assert cells(page) == [["4"], ["194"], ["355"], ["118760"]]
    links = html.fromstring(page).xpath("//div[@class='scroll']//tbody//a/@href")
    assert links == ["/artist/4"]


def test_without_a_query_there_are_questions_and_the_dictionary(sql: TestClient):
    page = html.fromstring(sql.get("/sql").text)
    links = page.xpath("//ul[@class='questions']//a/@href")
    assert len(links) >= 12
    assert sql.get(links[0]).status_code == 200
    assert set(page.xpath("//details/@data-table")) == set(TABLES)
    for table in TABLES.values():
        text = page.xpath(f"string(//details[@data-table='{table.name}'])")
        assert table.comment in text
        assert all(column.name in text and column.comment in text for column in table.columns)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("selekt 1", "syntax error", id="a-slip"),
        pytest.param("select nope from release", "nope", id="no-such-column"),
        pytest.param("drop table release", "only SELECT", id="not-a-question"),
        pytest.param("select 1; select 2", "one statement at a time", id="two-of-them"),
        pytest.param("select * from read_csv('/etc/passwd')", "not allowed here", id="a-file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(sql: TestClient, query: str, said: str):
    answer = ask(sql, query)
    assert answer.status_code == 422
    message = html.fromstring(answer.text).xpath("string(//p[@role='alert'])")
    assert said in message
    assert "\n" not in message
    reported = sql.get("/api/sql", params={"q": query})
    assert (reported.status_code, reported.json()) == (422, {"error": message})


def test_all_sorts_of_values_can_be_shown(sql: TestClient):
    query = (
        "select null as nothing, true as yes, 1.50::decimal(4,2) as money, ['a', 'b'] as list, {'x': 1} as struct,"
        " 'NaN'::double as nan, timestamptz '2026-11-24 12:00:00+00' as at, '\\xAA'::blob as bytes,"
        " 170141183460469231 as big"
    )
    ((nothing, *others),) = cells(ask(sql, query).text)
    assert nothing == "NULL"
    assert others[:4] == ["true", "1.5", '["a", "b"]', '{"x": 1}']
    assert others[5].startswith("2026-11-24T12:00:00")
    assert sql.get("/api/sql", params={"q": query}).json()["rows"][0][:4] == [None, True, 1.5, ["a", "b"]]
    assert sql.get("/sql/result.csv", params={"q": query}).status_code == 200


def test_two_columns_of_one_name_are_two_columns(sql: TestClient):
    query = "select 1 as x, 2 as x"
    assert cells(ask(sql, query).text) == [["1", "2"]]
    assert sql.get("/api/sql", params={"q": query}).json()["columns"] == ["x", "x"]


def test_long_answers_are_cut_and_it_is_said(sql: TestClient):
    page = ask(sql, "select range from range(2000)").text
    assert len(cells(page)) == 500
    assert "The first" in page
    assert "there are more" in page
    whole = sql.get("/sql/result.csv", params={"q": "select range from range(2000)"})
    assert len(whole.text.splitlines()) == 2001
    assert sql.get("/api/sql", params={"q": "select range from range(20)", "limit": 3}).json()["truncated"]


def test_a_long_text_is_cut_on_the_page(sql: TestClient):
    ((text,),) = cells(ask(sql, "select repeat('x', 100000)").text)
    assert text == "x" * 1000 + "…"


def test_downloads_hold_what_was_asked_for(sql: TestClient):
    query = "select title, year, [1, null] as list from collection_items order by title limit 2"
    saved = sql.get("/sql/result.csv", params={"q": query})
    assert saved.headers["Content-Disposition"] == 'attachment; filename="linernotes.csv"'
    assert list(csv.reader(io.StringIO(saved.text.removeprefix("\ufeff"))))[0] == ["title", "year", "list"]
    assert list(csv.reader(io.StringIO(saved.text.removeprefix("\ufeff"))))[1] == [
        "Beta",
        "1975",
        "[1, null]",
    ]
    as_json = sql.get("/sql/result.json", params={"q": query}).json()
    assert as_json["rows"][0] == ["Beta", 1975, [1, None]]


def test_nothing_in_a_csv_runs_as_a_formula(sql: TestClient):
    query = """select '=1+1' as "=2", -3 as less, '-4' as told"""
    saved = sql.get("/sql/result.csv", params={"q": query}).text
    assert list(csv.reader(io.StringIO(saved.removeprefix("\ufeff")))) == [
        ["'=2", "less", "told"],
        ["'=1+1", "-3", "-4"],
    ]
    assert sql.get("/sql/result.json", params={"q": query}).json()["rows"] == [["=1+1", -3, "-4"]]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_make_us_work(sql: TestClient, site: str):
    """The page is shown with its query, for somebody may have been sent a link, but nothing is run."""
    answer = ask(sql, ONE, **{"Sec-Fetch-Site": site})
    assert answer.status_code == 200
    assert cells(answer.text) == []
    assert "it was not run" in answer.text
    assert ONE in answer.text
    for path in ("/api/sql", "/sql/result.csv"):
        assert sql.get(path, params={"q": ONE}, headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("page", ["https://evil.example/", "http://127.0.0.1:8001/", "http://["])
def test_nor_where_the_browser_says_only_which_page_it_comes_from(sql: TestClient, page: str):
    """Browsers send no Sec-Fetch-Site to an address of the local network."""
    assert "it was not run" in ask(sql, ONE, Referer=page).text
    for path in ("/api/sql", "/sql/result.csv"):
        assert sql.get(path, params={"q": ONE}, headers={"Referer": page}).status_code == 403
        assert sql.head(path, params={"q": ONE}, headers={"Referer": page}).status_code == 403
    assert cells(ask(sql, ONE, Referer="http://127.0.0.1:8000/sql").text) == [["4", "Beta"]]


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_and_the_address_bar_can(sql: TestClient, site: str):
    assert cells(ask(sql, ONE, **{"Sec-Fetch-Site": site}).text) == [["4", "Beta"]]


def test_a_slow_query_holds_nobody_up_and_ends(sql: TestClient, monkeypatch: pytest.MonkeyPatch):
    """Two run, one waits for its turn, and pages come meanwhile."""
    monkeypatch.setattr(user_queries, "SECONDS", 2.5)
    with ThreadPoolExecutor(3) as pool:
        slow = [pool.submit(ask, sql, SLOW) for _ in range(3)]
        time.sleep(0.5)
        assert sql.get("/healthz").status_code == 200
        assert sql.get("/sql").status_code == 200
        assert not any(one.done() for one in slow)
        answers = [one.result() for one in slow]
    assert all(answer.status_code == 422 and "stopped after 2.5 s" in answer.text for answer in answers)


def test_who_comes_when_many_wait_is_asked_to_come_again(sql: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(user_queries, "SECONDS", 1)
    monkeypatch.setattr(user_queries, "PATIENCE", 0.2)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(sql, SLOW), range(4)))
    assert {answer.status_code for answer in answers} == {422}
    assert sum("other queries are running" in answer.text for answer in answers) == 2


def test_before_the_first_build_it_says_so(empty: TestClient):
    assert "Nothing is published yet" in ask(empty, ONE).text
    assert empty.get("/api/sql", params={"q": ONE}).status_code == 404
    assert empty.get("/sql").status_code == 200


def test_hostile_text_stays_text(open_app: Open, tmp_path: Path):
    publish(tmp_path / "home", [item(1, HOSTILE, [artist(HOSTILE, 6)])])
    client = open_app()
    text = ask(client, f"select title as {quoted(HOSTILE)}, '{HOSTILE}' from collection_items").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert cells(text) == [[HOSTILE, HOSTILE]]
    wrong = ask(client, HOSTILE).text
    assert "<script>alert" not in wrong


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def test_it_is_in_the_openapi(empty: TestClient):
    assert "/api/sql" in empty.get("/api/openapi.json").json()["paths"]
