"""Documents of the account: its identity, its profile, its collection and its wantlist."""

from __future__ import annotations

from linernotes.documents.parts import ArtistCredit, Document, Entity, Format, Id, Number, Pagination
from linernotes.errors import DocumentError


class Identity(Document, frozen=True, kw_only=True, gc=False):
    """The owner of the credentials. `consumer_name` is the application's name, or the user's own."""

    id: Id
    username: str
    consumer_name: str | None = None


class User(Document, frozen=True, kw_only=True, gc=False):
    """A profile. `num_collection` and `num_wantlist` are None where private, `curr_abbr` is '' for others."""

    id: Id
    username: str
    name: str | None = None
    curr_abbr: str | None = None
    num_collection: Number | None = None
    num_wantlist: Number | None = None


def check_is_one_account(identity: Identity, user: User | None) -> None:
    """See that the profile is that of the identity: a home that was given to a wrong account stays there.

    :raises DocumentError: it is another one's. Nothing was taken over.
    """
    if user is not None and user.id != identity.id:
        raise DocumentError(
            f"Discogs contradicts itself about whose account this is: {identity.username} is account {identity.id} and "
            f"{user.id}. Nothing was taken over. Run the same command again later.",
            location="$.id",
        )


class Folder(Document, frozen=True, kw_only=True, gc=False):
    """A folder of the collection; `id` 0 is all of it, 1 what is in no other. `count` counts instances."""

    id: Id
    name: str = ""
    count: Number | None = None


class Folders(Document, frozen=True, kw_only=True, gc=False):
    """All folders, or folder 0 alone for who is not the owner."""

    folders: tuple[Folder, ...]


class Field(Document, frozen=True, kw_only=True, gc=False):
    """A field of items: 1 is the media condition, 2 the sleeve condition, 3 notes; more are the user's.

    `type` is "dropdown", which has `options`, or "textarea".
    """

    id: Id
    name: str = ""
    type: str = ""
    position: Number | None = None
    public: bool | None = None
    options: tuple[str, ...] = ()


class Fields(Document, frozen=True, kw_only=True, gc=False):
    """All fields, or the public ones for who is not the owner."""

    fields: tuple[Field, ...]


class CollectionValue(Document, frozen=True, kw_only=True, gc=False):
    """The value of the collection, in text such as 'A$1,597.46'."""

    minimum: str | None = None
    median: str | None = None
    maximum: str | None = None


class BasicInformation(Document, frozen=True, kw_only=True, gc=False):
    """The data of a release in a listing. `year` and `master_id` are 0 where there is none."""

    id: Id
    title: str
    master_id: Id | None = None
    year: Number | None = None
    thumb: str | None = None
    cover_image: str | None = None
    artists: tuple[ArtistCredit, ...] = ()
    labels: tuple[Entity, ...] = ()
    formats: tuple[Format, ...] = ()
    genres: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


class ItemNote(Document, frozen=True, kw_only=True, gc=False):
    """The value of an item in one of the fields; '' where it was emptied."""

    field_id: Id
    value: str | None = None


class CollectionItem(Document, frozen=True, kw_only=True, gc=False):
    """One copy on the shelf. `id` is the release, `instance_id` the copy (negative if from a CSV export).

    `folder_id` and `notes` are absent for who is not the owner; `rating` 0 is none.
    """

    id: Id
    instance_id: Id
    basic_information: BasicInformation
    date_added: str | None = None
    rating: Number | None = None
    folder_id: Id | None = None
    notes: tuple[ItemNote, ...] = ()

    @property
    def key(self) -> int:
        """The key of the row in its list."""
        return self.instance_id


class CollectionPage(Document, frozen=True, kw_only=True, gc=False):
    """One page of a folder. `pagination` is None only where a recording lost it."""

    releases: tuple[CollectionItem, ...]
    pagination: Pagination | None = None

    @property
    def rows(self) -> tuple[CollectionItem, ...]:
        """The rows that the page lists."""
        return self.releases


class Want(Document, frozen=True, kw_only=True, gc=False):
    """One release of the wantlist; `id` is the release. `notes` is text here, unlike an item's."""

    id: Id
    basic_information: BasicInformation
    date_added: str | None = None
    rating: Number | None = None
    notes: str | None = None

    @property
    def key(self) -> int:
        """The key of the row in its list."""
        return self.id


class WantsPage(Document, frozen=True, kw_only=True, gc=False):
    """One page of the wantlist."""

    wants: tuple[Want, ...]
    pagination: Pagination | None = None

    @property
    def rows(self) -> tuple[Want, ...]:
        """The rows that the page lists."""
        return self.wants
