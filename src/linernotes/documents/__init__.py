"""Documents that Discogs sends, as typed structs: one vocabulary for the API's JSON and the dumps' XML."""

from __future__ import annotations

from linernotes.documents.artist import (
    Artist,
    ArtistLink,
    ArtistRelease,
    ArtistReleases,
    CommunityCounts,
    Stats,
)
from linernotes.documents.collection import (
    BasicInformation,
    CollectionItem,
    CollectionPage,
    CollectionValue,
    Field,
    Fields,
    Folder,
    Folders,
    Identity,
    ItemNote,
    User,
    Want,
    WantsPage,
    check_is_one_account,
)
from linernotes.documents.decoding import DUMP, STRUCTS, decode, decode_landed
from linernotes.documents.formats import listed_formats, listing_of
from linernotes.documents.keys import PSEUDO_ARTISTS, DocumentKey, Fetched
from linernotes.documents.label import Label, LabelLink
from linernotes.documents.outline import ReleaseOutline, outline_of, people_credited, read_outline
from linernotes.documents.pages import Page, Row, decode_page
from linernotes.documents.parts import (
    ArtistCredit,
    Document,
    Entity,
    Format,
    Identifier,
    Image,
    Pagination,
    Track,
    Video,
)
from linernotes.documents.release import Community, Master, MasterOrRelease, Rating, Release
from linernotes.documents.xml import decode_element, year_of

__all__ = [
    "DUMP",
    "PSEUDO_ARTISTS",
    "STRUCTS",
    "Artist",
    "ArtistCredit",
    "ArtistLink",
    "ArtistRelease",
    "ArtistReleases",
    "BasicInformation",
    "CollectionItem",
    "CollectionPage",
    "CollectionValue",
    "Community",
    "CommunityCounts",
    "Document",
    "DocumentKey",
    "Entity",
    "Fetched",
    "Field",
    "Fields",
    "Folder",
    "Folders",
    "Format",
    "Identifier",
    "Identity",
    "Image",
    "ItemNote",
    "Label",
    "LabelLink",
    "Master",
    "MasterOrRelease",
    "Page",
    "Pagination",
    "Rating",
    "Release",
    "ReleaseOutline",
    "Row",
    "Stats",
    "Track",
    "User",
    "Video",
    "Want",
    "WantsPage",
    "decode",
    "decode_element",
    "decode_landed",
    "decode_page",
    "listed_formats",
    "listing_of",
    "outline_of",
    "people_credited",
    "read_outline",
    "check_is_one_account",
    "year_of",
]
