"""Which keys a model knows at a location, read from its JSON Schema."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from pydantic import BaseModel

from pytest_bars.documents.tree import Document, Location

Schema: TypeAlias = dict[str, Any]


def known_keys(
    document: Document, model: type[BaseModel], base: Location, location: Location
) -> list[str]:
    """Return the keys that the map at the location may have, sorted.

    base: where in the document the model begins; location begins with it.
    """
    schema = _schema(model)
    value: Any = document.at(base)
    meant = _meant(schema, [schema], value)
    for part in location[len(base) :]:
        value = value[part]
        below = [child for variant in meant for child in _children(variant, part)]
        meant = _meant(schema, below, value)
    return sorted({key for variant in meant for key in variant.get("properties", {})})


@lru_cache(maxsize=8)
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _meant(schema: Schema, nodes: list[Schema], value: Any) -> list[Schema]:
    """Return the alternatives that share the most keys with the value."""
    variants = [variant for node in nodes for variant in _variants(schema, node)]
    if not isinstance(value, dict):
        return variants
    shared = [len(value.keys() & variant.get("properties", {})) for variant in variants]
    most = max(shared, default=0)
    return [
        variant
        for variant, count in zip(variants, shared, strict=True)
        if count == most
    ]


def _variants(schema: Schema, node: Schema) -> Iterator[Schema]:
    """Give the schemas without references and alternatives that a node stands for."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        yield from _variants(schema, schema["$defs"][name])
    yield node
    for alternative in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _variants(schema, alternative)


def _children(variant: Schema, part: str | int) -> Iterator[Schema]:
    """Give the schemas of a member or an item."""
    if isinstance(part, int):
        named = variant.get("items")
    else:
        named = variant.get("properties", {}).get(part)
        named = named or variant.get("additionalProperties")
        yield from variant.get("patternProperties", {}).values()
    if isinstance(named, dict):
        yield named
