"""Holds values against schemas, as far as FastAPI writes them: types, references, choices, lists, objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


class Schemas:
    """The schemas of an OpenAPI document by their names."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas

    def misfits(self, value: Any, schema: Mapping[str, Any], place: str) -> Iterator[str]:
        """The places of a value that its schema does not describe. A key that no schema names is one."""
        if "$ref" in schema:
            yield from self.misfits(value, self._schemas[schema["$ref"].rpartition("/")[2]], place)
        elif "anyOf" in schema:
            if all(any(self.misfits(value, one, place)) for one in schema["anyOf"]):
                yield f"{place}: {str(value)[:80]} fits none of its schemas"
        elif "type" in schema:
            yield from self._of_type(value, schema, place)

    def _of_type(self, value: Any, schema: Mapping[str, Any], place: str) -> Iterator[str]:
        is_flag = isinstance(value, bool) and schema["type"] != "boolean"
        if is_flag or not isinstance(value, TYPES[schema["type"]]):
            yield f"{place}: {str(value)[:80]} is no {schema['type']}"
        elif "enum" in schema and value not in schema["enum"]:
            yield f"{place}: {value} is none of {schema['enum']}"
        elif isinstance(value, list):
            kinds = schema.get("prefixItems") or [schema["items"]] * len(value)
            for number, (one, kind) in enumerate(zip(value, kinds, strict=True)):
                yield from self.misfits(one, kind, f"{place}[{number}]")
        elif isinstance(value, dict):
            yield from self._of_object(value, schema, place)

    def _of_object(self, value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
        known = schema.get("properties", {})
        yield from (f"{place}.{name} is missing" for name in schema.get("required", ()) if name not in value)
        others = schema.get("additionalProperties", not known)
        for name, one in value.items():
            if name in known:
                yield from self.misfits(one, known[name], f"{place}.{name}")
            elif isinstance(others, dict):
                yield from self.misfits(one, others, f"{place}.{name}")
            elif not others:
                yield f"{place}.{name} is not described"
