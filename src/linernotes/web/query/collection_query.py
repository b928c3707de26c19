"""Parameters of the collection in an address: pages, JSON and downloads share them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from linernotes.errors import UsageError
from linernotes.insights.collection.credits.conditions import KEY, CreditCondition, Credits
from linernotes.insights.collection.facets.facets import FACETS, Choice
from linernotes.insights.collection.sorting import Sort
from linernotes.insights.collection.views import CREDIT_PARAMETERS, View


def _without_empty(value: object) -> object:
    """A form sends every field, also those that are left empty."""
    return [one for one in value if one != ""] if isinstance(value, list) else value


def none_if_empty(value: object) -> object:
    """A field that is left empty is not given."""
    return None if value == "" else value


_KEPT = 60  # values of one facet in one address
_FIELDS = 200
Keys = Annotated[
    list[Annotated[str, StringConstraints(max_length=200)]],
    BeforeValidator(_without_empty),
    Field(max_length=_KEPT),
]
Numbers = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^(-?[0-9]{1,18}|none)$")]],
    BeforeValidator(_without_empty),
    Field(max_length=_KEPT),
]
CreditKeys = Annotated[
    list[Annotated[str, StringConstraints(pattern=KEY)]],
    BeforeValidator(_without_empty),
    Field(max_length=_KEPT),
]


def _credits(which: str, alias: str) -> Any:
    return Field(default=[], alias=alias, description=f"{which} {_CREDIT}")


_CREDIT = (
    "A credit is an artist's id, a colon and a role, or one of both: `3865:Piano`, `3865:any:keyboards` (a category), "
    "`3865` (any part, leading too), `:Piano` (anyone). It counts for all names of the artist."
)


def _without(what: str) -> Any:
    return Field(default=[], alias=f"not-{what}", description="Leave out copies with any of these values.")


def _with(what: str) -> Any:
    return Field(default=[], description=f"{what} Any of several; `none`: copies that have none.")


class CollectionQuery(BaseModel):
    """A view of the collection, as an address asks for it."""

    q: Annotated[str, Field(max_length=200, description="Words that must occur somewhere on the record.")] = (
        ""
    )
    artist: Keys = _with("Ids of main artists.")
    not_artist: Keys = _without("artist")
    person: Keys = _with(
        "Ids of artists who are on it in any part. With `role` these are two conditions: the role may be another's."
    )
    not_person: Keys = _without("person")
    role: Keys = _with(
        "Roles that are credited on it to anybody, or `any:` and a category of them (`any:percussion`)."
    )
    not_role: Keys = _without("role")
    genre: Keys = _with("Genres.")
    not_genre: Keys = _without("genre")
    style: Keys = _with("Styles.")
    not_style: Keys = _without("style")
    decade: Numbers = _with(
        "First years of decades (`1970`), by the album's original year, or the pressing's where that is not known."
    )
    not_decade: Numbers = _without("decade")
    format: Keys = _with("Words of the format (`Vinyl`, `LP`).")
    not_format: Keys = _without("format")
    label: Keys = _with("Ids of labels.")
    not_label: Keys = _without("label")
    country: Keys = _with("Countries.")
    not_country: Keys = _without("country")
    folder: Numbers = _with("Ids of folders.")
    not_folder: Numbers = _without("folder")
    rating: Numbers = _with("Your stars.")
    not_rating: Numbers = _without("rating")
    condition: Keys = _with("Conditions of the media, in Discogs' words.")
    not_condition: Keys = _without("condition")
    sleeve: Keys = _with("Conditions of the sleeve, in Discogs' words.")
    not_sleeve: Keys = _without("sleeve")
    credit: CreditKeys = _credits("Credits that a record has, all of them.", "credit")
    any_credit: CreditKeys = _credits("Credits of which a record has at least one.", "any-credit")
    not_credit: CreditKeys = _credits("Credits that a record has none of.", "not-credit")
    sort: Annotated[Sort | None, BeforeValidator(none_if_empty)] = None
    reverse: Annotated[bool | None, BeforeValidator(none_if_empty)] = None
    view: Annotated[str, StringConstraints(pattern="^(sleeves|table|)$")] = ""

    @property
    def wanted(self) -> View:
        """The view that is asked for."""
        include = {name: _chosen(getattr(self, name)) for name in FACETS if getattr(self, name)}
        exclude = {
            name: _chosen(getattr(self, f"not_{name}")) for name in FACETS if getattr(self, f"not_{name}")
        }
        return View(
            text=" ".join(self.q.split()),
            choice=Choice(include, exclude),
            sort=self.sort,
            reverse=bool(self.reverse),
            table=self.view == "table",
            credits=self._credits,
        )

    @property
    def _credits(self) -> Credits:
        keys = {mode: getattr(self, name.replace("-", "_")) for mode, name in CREDIT_PARAMETERS.items()}
        return {mode: tuple(map(CreditCondition.parse, _chosen(keys[mode]))) for mode in keys if keys[mode]}


class CollectionPageQuery(CollectionQuery):
    """A page of such a view."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


def read_query(query: str) -> View:
    """The view that the query of an address asks for.

    :raises UsageError: if it cannot be read.
    """
    many = {name for name, field in CollectionQuery.model_fields.items() if isinstance(field.default, list)}
    try:
        said = parse_qs(query, keep_blank_values=True, max_num_fields=_FIELDS)
        asked = {
            name: values if name.replace("-", "_") in many else values[-1] for name, values in said.items()
        }
        return CollectionQuery.model_validate(asked).wanted
    except ValueError as error:  # pydantic's are such, too
        raise UsageError("that is no view of the collection") from error


def _chosen(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
