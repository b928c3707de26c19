"""The addresses of every page: of the demo, and of any shelf."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Page
from tests.browser.app import WebApp

#: Pages of the demo.
DEMO = (
    "/",
    "/numbers",
    "/numbers/duplicates",
    "/numbers/style",
    "/spin",
    "/spin?genre=Jazz&minutes=50",
    "/spin?genre=Nothing",
    "/collection",
    "/collection?q=nothing-is-called-so",
    "/collection?q=carter&genre=Jazz&not-style=Modal",
    "/collection?view=table&sort=label",
    "/collection?view=table&sort=field-4&field=4:Auction&not-field=4:Lisbon",
    "/collection/facet/person?find=jo",
    "/collection?any-credit=921827033&any-credit=921827033:any:keyboards&not-credit=:Flute",
    "/collection?person=921827033&role=Drums",
    "/collection/credit?name=davis&role=Trumpet",
    "/collection/credit?name=nobody-is-called-so",
    "/own",
    "/own/offline",
    "/own?q=kind+of+blue",
    "/own?q=miles+davis",
    "/own?q=r99",
    "/release/905772197",  # Maiden Voyage
    "/release/924029911",  # Close To The Edge, of works in parts
    "/release/924698794",  # Kind Of Blue, with a table of who plays where
    "/release/910780558",  # Hounds Of Love, with more people than that table has columns
    "/role/Bass",
    "/label/917134494",
    "/series/959093012",
    "/company/966672445",
    "/artist/984425966",  # King Crimson
    "/artist/933761134?show=credit",  # Brian Eno
    "/gaps",
    "/wantlist",
    "/paper",
    "/paper/shopping",
    "/paper/inventory?own=4&notes=1",
    "/paper/labels?of=letter&sheet=cards",
    "/paper/labels?of=record&sheet=letter-30&start=5",
    "/paper/labels?of=style",
    "/year",
    "/year/2020",
    "/network",
    "/path",
    "/path?from=miles+davis&to=brian+eno",
    "/path?from=davis&to=nobody-is-called-so",
    "/sql",
    "/sql?q=select+*+from+release+limit+30",
    "/config",
    "/progress",
    "/no-such-page",
)

#: Pages of any shelf. `{release}` is the record added last, `{artist}` leads it; `{player}` plays with most others,
#: and the rest is what most records name.
SHELF = (
    "/",
    "/numbers",
    "/spin",
    "/collection",
    "/collection?view=table&sort=label",
    "/collection/facet/person",
    "/collection?credit={artist}&any-credit=:any:percussion",
    "/collection/credit?name=nobody-is-called-so",
    "/own?q={release}",
    "/release/{release}",
    "/release/{many_parts}",
    "/artist/{artist}",
    "/artist/{player}",
    "/role/{role}",
    "/label/{label}",
    "/series/{series}",
    "/company/{company}",
    "/gaps",
    "/wantlist",
    "/paper/shopping",
    "/paper/inventory?notes=1",
    "/paper/labels",
    "/year",
    "/year/{year}",
    "/network",
    "/network?artist={player}",
    "/path?from={artist}&to={artist}",
    "/path?from={player}&to={other}",
    "/sql?q=select+*+from+release+limit+30",
    "/config",
)

#: What most owned records name, and who is asked for: name in SHELF -> its SELECT.
NAMES = {
    "role": "select role from release_credits where role is not null",
    "label": "select label_id from release_labels where label_id is not null",
    "series": "select series_id from release_series where series_id is not null",
    "company": "select company_id from release_companies where company_id is not null",
    "many_parts": "select release_id from release_track_artists where role is not null",
    "player": "select artist_id_from from co_player_releases",
    "other": "select artist_id_to from co_player_releases",
    "year": "select year(added_on) from collection_items where added_on is not null",
}
OWNED = "release_id in (select release_id from collection_items)"


def pages_of(page: Page, app: WebApp) -> list[str]:
    """SHELF, with the names of this shelf."""
    newest = page.request.get(f"{app.url}/api/collection").json()["items"][0]
    names = {"release": newest["release_id"], "artist": newest["artists"][0]["artist_id"]}
    for name, query in NAMES.items():
        column = query.split()[1]
        both = " and " if "where" in query else " where "
        (found,) = app.home.rows(f"{query}{both}{OWNED} group by 1 order by count(*) desc, {column} limit 1")
        names[name] = quote(str(found[0]), safe="")
    return [path.format(**names) for path in SHELF]
