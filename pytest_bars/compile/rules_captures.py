"""Rules of captures: one source each, a name that is free, claims of resources."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.nodes import StepNode
from pytest_bars.compile.paths import compiled, path_faults
from pytest_bars.compile.view import View
from pytest_bars.source import Fault
from pytest_bars.values.reference import CALLS, read_reference
from pytest_bars.values.scope import ROOTS


def capture_path_is_whole(step: StepNode, _: View) -> Iterator[Fault]:
    """The FHIRPath of a capture is well formed, and needs no values."""
    for name, capture in step.model.capture.items():
        if capture.fhirpath is None:
            continue
        yield from path_faults(step, capture.fhirpath, "capture", name, "fhirpath")
        path = compiled(capture.fhirpath)
        for variable in sorted(path.variables) if path else ():
            yield step.fault(
                f'"%{variable}" has no value: a capture has no "with".',
                "capture",
                name,
                "fhirpath",
            )


def claim_is_of_resources(step: StepNode, _: View) -> Iterator[Fault]:
    """A claim takes the first free one of a list of resources."""
    for name, capture in step.model.capture.items():
        is_list = capture.fhirpath is not None and capture.type == "resource"
        if capture.claim is not None and not is_list:
            yield step.fault(
                "a claim needs a fhirpath that finds resources, and type: resource.",
                "capture",
                name,
                "claim",
                hint="Capture the resource and read its id as ${name.id}.",
            )


def capture_name_is_free(step: StepNode, view: View) -> Iterator[Fault]:
    """A capture gives no second meaning to a name."""
    for name in step.model.capture:
        reason = reserved(name)
        taken = view.names.bindings.get(name)
        if reason is None and taken is not None and not taken.is_capture:
            reason = f"it is {taken.origin}"
        if reason is not None:
            yield step.fault(
                f'a capture cannot be called "{name}": {reason}.',
                "capture",
                name,
                key=True,
            )


def flow_ref_can_be_read(step: StepNode, view: View) -> Iterator[Fault]:
    """Returns of a flow are read as `${ref.name}`: the ref is one free name."""
    reason = "a dot separates it from the flow's names" if "." in step.ref else None
    reason = reason or reserved(step.ref)
    taken = view.names.bindings.get(step.ref)
    if reason is None and taken is not None and taken.origin != step.title:
        reason = f"it is {taken.origin}"
    if reason is not None:
        yield step.fault(f'a flow step cannot be called "{step.ref}": {reason}.', "ref")


def reserved(name: str) -> str | None:
    """Return why a name is not a plan's to give, or None."""
    if name in ROOTS or name in CALLS:
        return "the name has a meaning of its own"
    return "it reads as a time" if read_reference(name).is_call else None


CAPTURE_RULES: Final = (
    capture_path_is_whole,
    claim_is_of_resources,
    capture_name_is_free,
)
