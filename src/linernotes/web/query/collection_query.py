"""Parameters of the collection in an address: pages, JSON and downloads share them."""

from __future__ import annotations

from typing import Annotated, Any, cast
from urllib.parse import parse_qs

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from linernotes.errors import UsageError
from linernotes.insights.collection.credits.conditions import KEY, CreditCondition, Credits
from linernotes.insights.collection.facets.facets import FACETS, AnyFacet, Choice
from linernotes.insights.collection.facets.own_facets import VALUE, parse_values
from linernotes.insights.collection.own_fields import field_id_of
from linernotes.insights.collection.sorting import SORTS, AnySort
from linernotes.insights.collection.views import CREDIT_PARAMETERS, View


def _without_empty(value: object) -> object:
    """A form sends every field, also those that are left empty."""
    return [one for one in value if one != ""] if isinstance(value, list) else value


def _known_order(value: str | None) -> str | None:
    if value is None or value in SORTS or field_id_of(value) is not None:
        return value
    raise ValueError(f"there is no such order: it is one of {', '.join(SORTS)}, or of a field")


def known_facet(value: str) -> str:
    """The name of a facet in the path of an address: of the collection, or of a field of the collector's own."""
    if value in FACETS or field_id_of(value) is not None:
        return value
    raise ValueError(f"there is no such facet: it is one of {', '.join(FACETS)}, or of a field")


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
#: Values of fields of the collector's own are as long as they like.
FieldValues = Annotated[
    list[Annotated[str, StringConstraints(pattern=VALUE, max_length=1000)]],
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


def leaving_out(what: str) -> Any:
    """The parameter `not-` and a facet."""
    return Field(default=[], alias=f"not-{what}", description="Leave out those with any of these values.")


def including(what: str) -> Any:
    """The parameter of a facet."""
    return Field(default=[], description=f"{what} Any of several; `none`: those that have none.")


class CollectionQuery(BaseModel):
    """A view of the collection, as an address asks for it."""

    q: Annotated[str, Field(max_length=200, description="Words that must occur somewhere on the record.")] = (
        ""
    )
    artist: Keys = including("Ids of main artists.")
    not_artist: Keys = leaving_out("artist")
    person: Keys = including(
        "Ids of artists who are on it in any part. With `role` these are two conditions: the role may be another's."
    )
    not_person: Keys = leaving_out("person")
    role: Keys = including(
        "Roles that are credited on it to anybody, or `any:` and a category of them (`any:percussion`)."
    )
    not_role: Keys = leaving_out("role")
    genre: Keys = including("Genres.")
    not_genre: Keys = leaving_out("genre")
    style: Keys = including("Styles.")
    not_style: Keys = leaving_out("style")
    decade: Numbers = including(
        "First years of decades (`1970`), by the album's original year, or the pressing's where that is not known."
    )
    not_decade: Numbers = leaving_out("decade")
    format: Keys = including("Words of the format (`Vinyl`, `LP`).")
    not_format: Keys = leaving_out("format")
    label: Keys = including("Ids of labels.")
    not_label: Keys = leaving_out("label")
    country: Keys = including("Countries.")
    not_country: Keys = leaving_out("country")
    folder: Numbers = including("Ids of folders.")
    not_folder: Numbers = leaving_out("folder")
    rating: Numbers = including("Your stars.")
    not_rating: Numbers = leaving_out("rating")
    condition: Keys = including("Conditions of the media, in Discogs' words.")
    not_condition: Keys = leaving_out("condition")
    sleeve: Keys = including("Conditions of the sleeve, in Discogs' words.")
    not_sleeve: Keys = leaving_out("sleeve")
    credit: CreditKeys = _credits("Credits that a record has, all of them.", "credit")
    any_credit: CreditKeys = _credits("Credits of which a record has at least one.", "any-credit")
    not_credit: CreditKeys = _credits("Credits that a record has none of.", "not-credit")
    field: FieldValues = including(
        "Values of your own fields, each as the field's id, a colon and the value (`4:Flea market`)."
    )
    not_field: FieldValues = leaving_out("field")
    sort: Annotated[
        str | None,
        BeforeValidator(none_if_empty),
        AfterValidator(_known_order),
        Field(
            description=f"{', '.join(f'`{one}`' for one in SORTS)}, or `field-` and the id of your own field."
        ),
    ] = None
    reverse: Annotated[bool | None, BeforeValidator(none_if_empty)] = None
    view: Annotated[str, StringConstraints(pattern="^(sleeves|table|)$")] = ""

    @property
    def wanted(self) -> View:
        """The view that is asked for."""
        include: dict[AnyFacet, tuple[str, ...]] = {
            name: _chosen(getattr(self, name)) for name in FACETS if getattr(self, name)
        }
        exclude: dict[AnyFacet, tuple[str, ...]] = {
            name: _chosen(getattr(self, f"not_{name}")) for name in FACETS if getattr(self, f"not_{name}")
        }
        return View(
            text=" ".join(self.q.split()),
            choice=Choice(include | parse_values(self.field), exclude | parse_values(self.not_field)),
            sort=cast("AnySort | None", self.sort),  # `_known_order`
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
