"""The second reading of a document that does not decode as its struct at once.

Programs that keep Discogs' answers save them again in their own way. R writes null as `{}`, a list of one as its
element, or an element as a list of one. Others write 1987 as 1987.0 or as "1987"; Python writes NaN. Here the
struct shows what such a value meant. A value that fits nothing is an error with its place: none is dropped.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import TypeVar, cast

import msgspec
from msgspec import inspect

from linernotes.documents.artist import ArtistLink
from linernotes.errors import DocumentError

AnyStruct = TypeVar("AnyStruct", bound=msgspec.Struct)

#: Longer integers stay text: Python refuses to convert thousands of digits, and none of ours has that many.
_LONGEST_INTEGER = 64
_INTEGER = re.compile(rf"[+-]?[0-9]{{1,{_LONGEST_INTEGER}}}")
_TRUTH = {"true": True, "false": False, "1": True, "0": False}
#: NUL ends a string in C programs that people open the database with; a lone surrogate is no character at all
#: and has no UTF-8. Both become U+FFFD, which says "something was here", as decoders do with broken bytes.
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class _BrokenError(Exception):
    """A value that fits nowhere. `path` grows from the inside out while the error travels up."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path


class _AbsentError(Exception):
    """A value that says nothing: null, '' where no text belongs, an empty container where none belongs."""


def repaired(body: bytes, struct: type[AnyStruct]) -> AnyStruct:
    """Read `body` as `struct`, forgiving what can be forgiven.

    Raises DocumentError with the place inside the document, '$.tracklist[3].title', where there is one.
    """
    return fitted(parsed(body), struct)


def fitted(value: object, struct: type[AnyStruct]) -> AnyStruct:
    """Convert a parsed part of a document to its struct. The place in an error is inside that part."""
    try:
        return msgspec.convert(_read(value, _type_of(struct)), struct)
    except _BrokenError as broken:
        raise DocumentError(broken.reason, location="$" + broken.path) from None
    except _AbsentError:
        raise DocumentError("the document is empty", location="$") from None
    except RecursionError:
        raise DocumentError("the document is nested too deeply", location="$") from None
    except msgspec.ValidationError as error:  # unreachable as far as we know; still never another exception
        raise DocumentError(str(error)) from None


_type_of = cache(inspect.type_info)


def parsed(body: bytes) -> object:
    """The JSON in `body`, with what strict parsers refuse and nothing is lost by: control characters, NaN, a BOM.

    :raises DocumentError: it is not JSON, or nested deeper than anything of ours.
    """
    text = body.decode("utf-8-sig", errors="replace")
    try:
        return json.loads(text, strict=False, parse_int=_parse_integer, parse_constant=_parse_constant)
    except ValueError as error:
        raise DocumentError(f"not JSON: {error}") from None
    except RecursionError:
        raise DocumentError("the document is nested too deeply", location="$") from None


def _parse_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits


def _parse_constant(name: str) -> float | None:
    """NaN is how a program without null writes it; an infinity is a number that nothing of ours can be."""
    return None if name == "NaN" else float(name)


def _read(value: object, kind: inspect.Type) -> object:
    """The value as `kind` has it, or _AbsentError, or _BrokenError."""
    if isinstance(kind, inspect.UnionType):
        return _read_optional(value, kind)
    if isinstance(kind, inspect.StructType):
        return _read_struct(value, kind)
    if isinstance(kind, inspect.VarTupleType):
        return _read_list(value, kind)
    return _read_scalar(value, kind)


def _read_optional(value: object, kind: inspect.UnionType) -> object:
    """All our unions are "something or None"."""
    try:
        return _read(value, next(one for one in kind.types if not isinstance(one, inspect.NoneType)))
    except _AbsentError:
        return None


def _read_struct(value: object, kind: inspect.StructType) -> dict[str, object]:
    found = _object(value, kind)
    fields: dict[str, object] = {}
    for field in kind.fields:
        name = field.encode_name
        try:
            fields[name] = _read(found.get(name), field.type)
        except _AbsentError:
            if field.required:
                raise _BrokenError(f"expected {_name_of(field.type)}, got nothing", f".{name}") from None
        except _BrokenError as broken:
            broken.path = f".{name}{broken.path}"
            raise
    return fields


def _object(value: object, kind: inspect.StructType) -> dict[str, object]:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or value in ("", []):
        raise _AbsentError
    if isinstance(value, str) and kind.cls is ArtistLink:
        return {"name": value}  # Discogs' lists of what a user submitted name members by text alone
    if not isinstance(value, dict):
        raise _BrokenError(f"expected an object, got {_name(value)}")
    return value


def _read_list(value: object, kind: inspect.VarTupleType) -> list[object]:
    if value is None or value in ("", {}):
        raise _AbsentError
    if not isinstance(value, list):
        return [_read(value, kind.item_type)]
    items = []
    for position, item in enumerate(value):
        try:
            items.append(_read(item, kind.item_type))
        except _AbsentError:
            expected = _name_of(kind.item_type)
            raise _BrokenError(f"expected {expected}, got {_name(item)}", f"[{position}]") from None
        except _BrokenError as broken:
            broken.path = f"[{position}]{broken.path}"
            raise
    return items


def _read_scalar(value: object, kind: inspect.Type) -> object:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or value in ({}, []) or (value == "" and not isinstance(kind, inspect.StrType)):
        raise _AbsentError
    readers = {
        inspect.StrType: _as_text,
        inspect.IntType: _as_integer,
        inspect.FloatType: _as_float,
        inspect.BoolType: _as_truth,
    }
    read = readers[type(kind)](value)
    if read is None or not _within(read, kind):
        raise _BrokenError(f"expected {_name_of(kind)}, got {_name(value)}")
    return read


def _within(value: object, kind: inspect.Type) -> bool:
    """The limits that a struct's field may have: `ge` and `le` of a number, `min_length` of a text."""
    if isinstance(kind, inspect.IntType):
        number = cast(int, value)
        return (kind.ge is None or number >= kind.ge) and (kind.le is None or number <= kind.le)
    if isinstance(kind, inspect.StrType) and isinstance(value, str):
        return kind.min_length is None or len(value) >= kind.min_length
    return True


def _as_text(value: object) -> str | None:
    if isinstance(value, str):
        return _UNUSABLE.sub(_REPLACEMENT, value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) else str(value)


def _as_integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    return None


def _as_float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _as_truth(value: object) -> bool | None:
    return _TRUTH.get(str(value).lower()) if isinstance(value, bool | int | str) else None


_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
    inspect.StrType: "a text",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BoolType: "a boolean",
    inspect.StructType: "an object",
    inspect.VarTupleType: "a list",
}
_LONGEST_EXCERPT = 40


def _name_of(kind: inspect.Type) -> str:
    name = _NAMES.get(type(kind), "something else")
    if isinstance(kind, inspect.IntType):
        return f"{name} from {kind.ge} to {kind.le}"
    if isinstance(kind, inspect.StrType) and kind.min_length:
        return f"{name} that is not empty"
    return name


def _name(value: object) -> str:
    """A noun for the value, with the value itself where it fits in a line."""
    name = _NAMES[type(value)]
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        excerpt = ascii(value)
        shown = excerpt if len(excerpt) <= _LONGEST_EXCERPT else excerpt[:_LONGEST_EXCERPT] + "..."
        return f"{name} ({shown})"
    return name
