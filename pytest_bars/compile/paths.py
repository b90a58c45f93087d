"""FHIRPath in a plan: well formed, and free of `${}`."""

from collections.abc import Iterator

from pytest_bars.compile.nodes import Node
from pytest_bars.fhir.path import FhirPath, FhirPathError, compile_path
from pytest_bars.source import Fault


def path_faults(node: Node, text: str, *path: str) -> Iterator[Fault]:
    """Yield what is wrong with a FHIRPath that stands at `path` from the node."""
    if "${" in text:
        yield node.fault(
            "FHIRPath holds no ${}.",
            *path,
            hint='Hand the value in, with: {slot: "${slot}"}, and read it as %slot.',
        )
        return
    try:
        compile_path(text)
    except FhirPathError as error:
        yield node.fault(f"this is not FHIRPath: {error}", *path)


def compiled(text: str) -> FhirPath | None:
    """Return the compiled FHIRPath, or None where it has a fault."""
    if "${" in text:
        return None
    try:
        return compile_path(text)
    except FhirPathError:
        return None
