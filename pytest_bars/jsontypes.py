"""The one alias for JSON: FHIR resources stay JSON beyond the typed edge."""

from typing import TypeAlias

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
JsonObject: TypeAlias = dict[str, Json]
