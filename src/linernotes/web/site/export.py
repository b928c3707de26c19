"""Writing the site: read the build once, then page by page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.pictures.company_map import read_company_map
from linernotes.insights.artist.pictures.shelf_years import read_shelf_years
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.collection.copies import Copy, read_collection, read_copies_by, sort_key
from linernotes.insights.contributors.communities import Community, read_communities, read_members
from linernotes.insights.network.atlas import in_words, read_atlas
from linernotes.insights.release.read_release import Record, read_record
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.text.artist_names import artist_name
from linernotes.insights.text.years import unknown_last
from linernotes.settings import Settings
from linernotes.storage.builds.publish import Build
from linernotes.web.rendering.assets import FOLDER
from linernotes.web.rendering.atlas_file import draw_map_file
from linernotes.web.rendering.attribution import page_at_discogs
from linernotes.web.rendering.fonts import font_files, read_font_sheet
from linernotes.web.rendering.sleeves import sleeve_svg
from linernotes.web.rendering.templating import fragment
from linernotes.web.site.folder import SiteFolder

#: Sleeves on one page.
PER_PAGE = 120

#: Main artists have a page, and so have artists on at least so many records.
RECORDS_FOR_A_PAGE = 2

#: Members of a community that a page names; each has a page.
MEMBERS = 40

_SHEETS = (
    "shared/base.css",
    "shared/forms.css",
    "shared/shelf.css",
    "shared/who-plays.css",
    "shared/drawings.css",
    "site/site.css",
)

#: Receives the kind of page ("records", "artists"), the number written, and the total.
OnPage = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Counts of an export."""

    path: Path
    files: int
    bytes: int
    records: int
    artists: int
    communities: int


@dataclass(frozen=True, slots=True)
class PersonWithPage:
    """An artist who has a page of the site, and on how many records they are."""

    artist_id: int
    name: str
    records: int


def export_site(
    settings: Settings,
    build: Build,
    out: Path,
    *,
    title: str = "A record collection",
    on_page: OnPage = lambda what, done, total: None,
) -> SiteReport:
    """Write the site of a build to `out`, made if absent.

    :raises UsageError: `out` holds something else than an earlier export.
    :raises StoreError: it cannot be written, DiskFullError if there is no room.
    """
    with Snapshot.open(build) as snapshot:
        site = _Site(settings, snapshot, SiteFolder(out), title)
        site.write_frame()
        site.write_shelf()
        site.write_records(on_page)
        site.write_people(on_page)
        site.write_communities()
        site.folder.finish()
    return SiteReport(
        out, site.folder.files, site.folder.size, len(site.copies), len(site.pages), len(site.communities)
    )


class _Site:
    """The pages of one build that are shared."""

    def __init__(self, settings: Settings, snapshot: Snapshot, folder: SiteFolder, title: str) -> None:
        self._settings, self._snapshot, self.folder, self._title = settings, snapshot, folder, title
        self._overview = snapshot.cached(read_overview)
        self.copies = _each_record_once(snapshot.cached(read_collection).copies)
        self._by_release = {copy.release_id: copy for copy in self.copies}
        self.pages = _people_with_page(snapshot)
        self.communities = [
            one for one in snapshot.cached(read_communities).tops if one.qty_collected and one.qty_artists > 1
        ]

    def write_frame(self) -> None:
        """Style, script, and what can be searched."""
        on_paper = f"@media print {{\n{(FOLDER / 'shared/print.css').read_text('utf-8')}}}"
        sheets = [read_font_sheet(), *((FOLDER / sheet).read_text("utf-8") for sheet in _SHEETS), on_paper]
        self.folder.write("site.css", "\n".join(sheets))
        for path in font_files():
            self.folder.write(f"fonts/{path.name}", path.read_bytes())
        self.folder.write("site.js", (FOLDER / "site/site.js").read_text("utf-8"))
        # A script, for a page that was opened as a file may not fetch.
        records = [
            [copy.release_id, copy.title, copy.artist, copy.original_year or ""] for copy in self.copies
        ]
        artists = [[one.artist_id, one.name, one.records] for one in self._by_name()]
        shelf = json.dumps({"records": records, "artists": artists}, separators=(",", ":"))
        self.folder.write("shelf.js", f"window.SHELF = {shelf};\n")

    def write_shelf(self) -> None:
        """The sleeves, a page at a time."""
        pages = max(1, -(-len(self.copies) // PER_PAGE))
        for number in range(1, pages + 1):
            copies = self.copies[(number - 1) * PER_PAGE : number * PER_PAGE]
            about = {"number": number, "pages": pages, "copies": copies}
            self._page(_shelf_name(number), "shelf.html", name_of=_shelf_name, **about)
        for copy in self.copies:
            self.folder.write(f"sleeve/{copy.release_id}.svg", _sleeve(copy))

    def write_records(self, on_page: OnPage) -> None:
        """A page for each record."""
        for number, copy in enumerate(self.copies, 1):
            record = read_record(self._snapshot, copy.release_id, with_copies=False)
            if record is not None:
                self._record(record)
            on_page("records", number, len(self.copies))

    def _record(self, record: Record) -> None:
        url = page_at_discogs(self._settings, "release", record.release_id)
        self._page(f"record/{record.release_id}.html", "record.html", record=record, discogs_url=url)

    def write_people(self, on_page: OnPage) -> None:
        """A page for each artist who has one, and the list of them."""
        self._page("artists.html", "artists.html", people=self._by_name())
        for number, one in enumerate(self.pages.values(), 1):
            artist = read_artist(self._snapshot, one.artist_id)
            if artist is not None:
                self._artist(artist)
            on_page("artists", number, len(self.pages))

    def _artist(self, artist: Portrait) -> None:
        family = artist.family
        related = (("Members", family.members), ("Groups", family.groups), ("Also as", family.aliases))
        self._page(
            f"artist/{artist.artist_id}.html",
            "artist.html",
            artist=artist,
            years=read_shelf_years(self._snapshot, artist),
            map=read_company_map(self._snapshot, artist),
            own=[self._by_release[one.release_id] for one in artist.as_main],
            others=[(self._by_release[one.release_id], one.roles) for one in artist.as_guest],
            related=[
                (words, [self.pages[one.artist_id] for one in kin if one.artist_id in self.pages])
                for words, kin in related
            ],
            discogs_url=page_at_discogs(self._settings, "artist", artist.artist_id),
        )

    def write_communities(self) -> None:
        """The map, and the communities with their members."""
        communities = [(one, *self._members(one)) for one in self.communities]
        atlas = self._snapshot.cached(read_atlas)
        if atlas.countries:
            self.folder.write("map.svg", self._snapshot.cached(draw_map_file))
        self._page(
            "communities.html",
            "communities.html",
            communities=communities,
            atlas=atlas,
            map_in_words=in_words(atlas),
        )

    def _members(self, community: Community) -> tuple[list[PersonWithPage], int]:
        """The members that have a page, the most central first, and the number of the others."""
        members = read_members(self._snapshot, community.community_id)
        named = [self.pages[one.artist_id] for one in members if one.artist_id in self.pages][:MEMBERS]
        return named, len(members) - len(named)

    def _page(self, name: str, template: str, **context: object) -> None:
        root = "../" * name.count("/")
        about: dict[str, object] = {
            "site_title": self._title,
            "root": root,
            "pages_of": self.pages,
            "record_url": lambda id: f"{root}record/{id}.html",
            "artist_url": lambda id: f"{root}artist/{id}.html" if id in self.pages else None,
            "here": name,
            "overview": self._overview,
        }
        zone = self._settings.time_zone
        self.folder.write(name, fragment(f"site/{template}", zone=zone, **about | context))

    def _by_name(self) -> list[PersonWithPage]:
        return sorted(self.pages.values(), key=lambda one: (sort_key(one.name), one.artist_id))


def _each_record_once(copies: Sequence[Copy]) -> list[Copy]:
    """Each pressing once, by artist, then in the order of the albums."""
    found = {copy.release_id: copy for copy in copies}
    return sorted(
        found.values(),
        key=lambda copy: (
            sort_key(copy.artist),
            unknown_last(copy.original_year),
            sort_key(copy.title),
            copy.release_id,
        ),
    )


def _people_with_page(snapshot: Snapshot) -> dict[int, PersonWithPage]:
    """Main artists, and those on several records."""
    kinship = snapshot.cached(read_kinship)
    releases = Counter(artist_id for artist_id, _ in kinship.roles)
    return {
        id: PersonWithPage(id, artist_name(kinship.names.get(id), id), qty)
        for id, qty in sorted(releases.items())
        if qty >= RECORDS_FOR_A_PAGE or read_copies_by(snapshot, [id])
    }


def _shelf_name(number: int) -> str:
    return "index.html" if number == 1 else f"shelf-{number}.html"


def _sleeve(copy: Copy) -> str:
    return sleeve_svg(copy.release_id, copy.title, copy.artist)
