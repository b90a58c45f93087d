"""The error tree.

    BarsError                   whatever this package raises on purpose
    |- FaultsError              bad input: holds every fault of it, with its place
    |  |- PlanError             a Test Plan, a flows file or a payload template
    |  |- ProfileError          bars.yaml, a profile or an option
    |- ProjectError             a new project cannot be written
    |- ProtocolError            a value breaks a rule of the standard
    |- AuthError                no access token, key or certificate
    |- ExchangeError            a request could not be made or its answer not read
    |- EvidenceError            evidence could not be written or does not hold
    |- StageRefusal             the stage, or the guard, forbids what was asked

A message says where, what was expected, what was found and what to do. Nothing
secret or personal is in it.
"""

from collections.abc import Iterable

from pytest_bars.source import Fault


class BarsError(Exception):
    """Be the root of what this package raises on purpose."""


class FaultsError(BarsError):
    """Carry every fault of one input, sorted by place.

    The text is the faults as `Fault.render` prints them, one blank line apart.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.sort_key))
        super().__init__("\n\n".join(fault.render() for fault in self.faults))


class PlanError(FaultsError):
    """A Test Plan, a flows file or a payload template does not hold."""


class ProfileError(FaultsError):
    """`bars.yaml`, a profile or an option does not hold."""


class ProjectError(BarsError):
    """A new project cannot be made, or not there."""


class ProtocolError(BarsError):
    """A value breaks a rule of the standard."""


class AuthError(BarsError):
    """No access token, key or certificate could be had."""


class ExchangeError(BarsError):
    """A request could not be made, or its answer not read."""


class EvidenceError(BarsError):
    """Evidence could not be written, or does not hold."""


class StageRefusal(BarsError):  # noqa: N818 - a refusal, in the design's words
    """The testing stage, or the guard before the socket, forbids what was asked."""
