"""Public clients of Discogs against the sandbox: what they read is what the catalogue holds."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import discogs_client
import pytest
from discogs_sdk import AsyncDiscogs, Discogs, NotFoundError
from discogs_sdk.oauth import get_access_token, get_request_token

from discogs_sandbox.catalogues.synthetic import USERNAME


@pytest.fixture
def album(catalogue):
    """An owned release that has a master with several versions and an artist with a page."""
    for item in catalogue.items:
        release = catalogue.releases[item["id"]]
        if "master_id" in release and "extraartists" in release and release["artists"][0]["id"] != 194:
            return release
    raise AssertionError("no such release")


def joalla(sandbox, **credentials) -> discogs_client.Client:
    """python3-discogs-client, pointed at the sandbox."""
    client = discogs_client.Client("SandboxTests/1.0 +https://example.org", **credentials)
    client._base_url = sandbox.url
    client._request_token_url = f"{sandbox.url}/oauth/request_token"
    client._access_token_url = f"{sandbox.url}/oauth/access_token"
    client._authorize_url = f"{sandbox.www_url}/oauth/authorize"
    client.backoff_enabled = False
    return client


def read_account(client: discogs_client.Client, catalogue) -> None:
    """Identity, folders, items, value, wantlist."""
    me = client.identity()
    assert (me.username, me.num_collection) == (USERNAME, 120)
    assert me.registered.year == 2011
    folders = me.collection_folders
    assert [folder.name for folder in folders][:2] == ["All", "Uncategorized"]
    items = list(folders[0].releases)
    assert [item.instance_id for item in items] == [item["instance_id"] for item in catalogue.items]
    assert items[0].release.title == catalogue.items[0]["basic_information"]["title"]
    assert [item.notes for item in items] == [item.get("notes") for item in catalogue.items]
    assert items[0].date_added.isoformat() == catalogue.items[0]["date_added"]
    assert me.collection_value.median == catalogue.value["median"]
    assert [want.id for want in me.wantlist] == [want["id"] for want in catalogue.wants]


def read_database(client: discogs_client.Client, catalogue, album) -> None:
    """Release, master and versions, artist and releases, label, search, marketplace."""
    release = client.release(album["id"])
    assert release.title == album["title"]
    assert [track.title for track in release.tracklist] == [track["title"] for track in album["tracklist"]]
    assert [(c.id, c.role) for c in release.credits] == [(c["id"], c["role"]) for c in album["extraartists"]]
    assert release.community.have == album["community"]["have"]
    master = release.master
    assert master.main_release.id == catalogue.masters[album["master_id"]]["main_release"]
    assert album["id"] in [version.id for version in master.versions]
    artist = release.artists[0]
    document = catalogue.artists[artist.id]
    assert artist.profile == document["profile"]
    assert [member.id for member in artist.members] == [
        member["id"] for member in document.get("members", [])
    ]
    rows = catalogue.artist_releases[artist.id]
    assert [(type(row).__name__.lower(), row.id) for row in artist.releases] == [
        (row["type"], row["id"]) for row in rows
    ]
    label = release.labels[0]
    assert client.label(label.id).name == label.name
    assert album["id"] in [row.id for row in label.releases]
    assert album["id"] in [row.id for row in client.search(album["title"].strip(), type="release")]
    assert release.marketplace_stats.num_for_sale == (album["num_for_sale"] or None)


def test_joalla_client_reads_everything_with_a_token(serve, catalogue, album):
    ask = serve()
    client = joalla(ask.sandbox, user_token=ask.sandbox.token)
    read_account(client, catalogue)
    read_database(client, catalogue, album)
    assert {entry.authorization for entry in ask.sandbox.requests} == {"token"}
    assert {entry.status for entry in ask.sandbox.requests} == {200}


def test_joalla_client_goes_through_oauth_with_hmac_sha1(serve, catalogue, album):
    ask = serve(signature="hmac-sha1")
    sandbox = ask.sandbox
    client = joalla(sandbox, consumer_key=sandbox.consumer_key, consumer_secret=sandbox.consumer_secret)
    callback = "http://127.0.0.1:9/receive-token?a=b"
    token, secret, url = client.get_authorize_url(callback)
    assert url == f"{sandbox.www_url}/oauth/authorize?oauth_token={token}"
    answer = ask.client.post(url.partition("?")[0], data={"oauth_token": token, "decision": "allow"})
    assert answer.headers["Location"].startswith(callback)
    client.get_access_token(parse_qs(urlsplit(answer.headers["Location"]).query)["oauth_verifier"][0])
    read_account(client, catalogue)
    read_database(client, catalogue, album)
    assert sandbox.requests[-1].authorization == "oauth"


def test_joalla_client_writes(serve, catalogue):
    ask = serve()
    client = joalla(ask.sandbox, user_token=ask.sandbox.token)
    me = client.identity()
    release_id = catalogue.items[0]["id"]
    me.collection_folders[1].add_release(release_id)
    added = max(me.collection_items(release_id), key=lambda item: item.instance_id)
    assert added.folder_id == 1
    me.collection_folders[1].remove_release(added)
    assert added.instance_id not in [item.instance_id for item in me.collection_items(release_id)]
    me.wantlist.add(release_id, notes="hi")
    assert release_id in [want.id for want in me.wantlist]
    me.wantlist.remove(release_id)


def test_joalla_client_sees_errors_as_at_discogs(serve):
    ask = serve()
    client = joalla(ask.sandbox, user_token=ask.sandbox.token)
    with pytest.raises(discogs_client.exceptions.HTTPError, match="404: Artist not found."):
        client.artist(1).refresh()
    with pytest.raises(discogs_client.exceptions.HTTPError, match="401: Invalid consumer token."):
        joalla(ask.sandbox, user_token="wrong").identity()


def test_discogs_sdk_reads_everything_with_a_token(serve, catalogue, album):
    ask = serve()
    with Discogs(token=ask.sandbox.token, base_url=ask.sandbox.url) as client:
        assert client.user.identity().username == USERNAME
        user = client.users.get(USERNAME)
        assert [folder.id for folder in user.collection.folders.list()] == [
            f["id"] for f in catalogue.folders
        ]
        items = list(user.collection.folders.get(0).releases.list(per_page=50, sort="added"))
        assert [item.instance_id for item in items] == [item["instance_id"] for item in catalogue.items]
        assert [item.raw for item in items][0]["basic_information"]["title"]
        assert [field.name for field in user.collection.fields.list()] == [
            f["name"] for f in catalogue.fields
        ]
        assert user.collection.value.get().maximum == catalogue.value["maximum"]
        assert [want.id for want in user.wantlist.list()] == [want["id"] for want in catalogue.wants]
        release = client.releases.get(album["id"])
        assert release.title == album["title"]
        assert release.raw["tracklist"] == client.releases.get(album["id"]).raw["tracklist"]
        assert [track.title for track in release.tracklist] == [
            track["title"] for track in album["tracklist"]
        ]
        master = client.masters.get(album["master_id"])
        assert master.year == catalogue.masters[album["master_id"]]["year"]
        assert album["id"] in [version.id for version in master.versions.list()]
        artist = client.artists.get(album["artists"][0]["id"])
        assert artist.name == album["artists"][0]["name"]
        assert len(list(artist.releases.list())) == len(catalogue.artist_releases[artist.id])
        label = client.labels.get(album["labels"][0]["id"])
        assert album["id"] in [row.id for row in label.releases.list()]
        with pytest.raises(NotFoundError):
            assert client.releases.get(1).title


def test_discogs_sdk_reads_asynchronously(serve, catalogue, album):
    ask = serve()

    async def read() -> tuple[str, list[int], str, list[int]]:
        async with AsyncDiscogs(token=ask.sandbox.token, base_url=ask.sandbox.url) as client:
            identity = await client.user.identity()
            user = client.users.get(identity.username)
            items = [
                item.instance_id async for item in user.collection.folders.get(0).releases.list(per_page=100)
            ]
            release = await client.releases.get(album["id"])
            versions = [
                version.id async for version in client.masters.get(album["master_id"]).versions.list()
            ]
            return identity.username, items, release.title, versions

    username, items, title, versions = asyncio.run(read())
    assert username == USERNAME
    assert items == [item["instance_id"] for item in catalogue.items]
    assert title == album["title"]
    assert album["id"] in versions


def test_discogs_sdk_goes_through_oauth_with_plaintext(serve):
    ask = serve()
    sandbox = ask.sandbox
    consumer = (sandbox.consumer_key, sandbox.consumer_secret)
    request = get_request_token(*consumer, "http://127.0.0.1:9/back", base_url=sandbox.url)
    form = {"oauth_token": request.oauth_token, "decision": "allow"}
    location = ask.client.post(f"{sandbox.www_url}/oauth/authorize", data=form).headers["Location"]
    verifier = parse_qs(urlsplit(location).query)["oauth_verifier"][0]
    access = get_access_token(
        *consumer, request.oauth_token, request.oauth_token_secret, verifier, base_url=sandbox.url
    )
    credentials = {
        "consumer_key": consumer[0],
        "consumer_secret": consumer[1],
        "access_token": access.oauth_token,
        "access_token_secret": access.oauth_token_secret,
    }
    with Discogs(**credentials, base_url=sandbox.url) as client:
        assert client.user.identity().username == USERNAME


def test_discogs_sdk_retries_what_the_sandbox_breaks(serve, album):
    ask = serve(faults=f"429retry:/releases/{album['id']}#1")
    with Discogs(token=ask.sandbox.token, base_url=ask.sandbox.url, max_retries=2) as client:
        assert client.releases.get(album["id"]).title == album["title"]
    assert [entry.status for entry in ask.sandbox.requests] == [429, 200]
