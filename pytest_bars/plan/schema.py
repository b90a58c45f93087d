"""The JSON Schema of a model, for editors and for other judges of a plan."""

from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from pytest_bars.jsontypes import JsonObject

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_HOME: Final = "https://pytest-bars.example/schema/"


class _EditorSchema(GenerateJsonSchema):
    """Write what helps while typing: no defaults that say nothing, checked keys."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out a default of null or of nothing: the key is simply not there."""
        written = super().default_schema(schema)
        if written.get("default", ...) in (None, {}, []):
            del written["default"]
        return written

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Refuse keys that do not match, too."""
        written = super().dict_schema(schema)
        if "patternProperties" in written:
            written["additionalProperties"] = False
        return written


def editor_schema(model: type[BaseModel], language: str) -> JsonObject:
    """Return the JSON Schema (draft 2020-12) of a file in the language.

    language: such as `bars-plan/1`; the schema's id is made of it.
    """
    written: dict[str, Any] = model.model_json_schema(schema_generator=_EditorSchema)
    name = language.replace("/", "-")
    return {"$schema": DIALECT, "$id": f"{_HOME}{name}.json", **written}
