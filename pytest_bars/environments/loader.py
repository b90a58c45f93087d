"""A profile by name: built in, with what bars.yaml adds to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.environments.builtin import (
    BUILTIN,
    HARNESS,
    HARNESS_SOFTWARE,
    TKW_TARGET,
)
from pytest_bars.environments.conformance import Conformance, Deviation
from pytest_bars.environments.consistency import canonical_name
from pytest_bars.environments.model import (
    PatientVariable,
    ProfileSettings,
    WindowSettings,
)
from pytest_bars.environments.profile import (
    Organisation,
    Practitioner,
    ProductionSender,
    Profile,
    Software,
    Target,
    Window,
)
from pytest_bars.environments.project import Project
from pytest_bars.environments.resolver import Resolver
from pytest_bars.errors import ProfileError
from pytest_bars.jsontypes import Json
from pytest_bars.protocol.identifiers import DOS_SERVICE_ID
from pytest_bars.source import Fault, SourceMark
from pytest_bars.stages import Stage

_ALIASES: Final = ("business-go-live", "production", "technical-go-live")
# What stands where the user has not said; a run is refused before it is used.
_NO_TARGET: Final = Target(DOS_SERVICE_ID, "unset")
_NO_ORGANISATION: Final = Organisation("unset", "unset")
_REQUIRED: Final = ("target", "end_user_organisation", "auth")


def load_profile(
    name: str, project: Project | None, *, environ: Mapping[str, str]
) -> Profile:
    """Return the profile of that name or alias, its secrets resolved.

    environ: where `${env:}` looks.

    Raises ProfileError for an unknown name, and with every reference of this profile
    that cannot be resolved; other profiles are not looked at.
    """
    chosen = canonical_name(name)
    own = {} if project is None else project.file.profiles
    keys = {canonical_name(key): key for key in own}
    if Stage.named(chosen) is None and chosen not in keys:
        raise ProfileError([_unknown(name, project)])
    stage, layers = _layers(chosen, keys, own)
    profile = _built_in(chosen, stage)
    if project is None:
        return profile
    resolver = Resolver(project, environ)
    for key in layers:
        profile = _with_layer(profile, key, project, resolver)
    resolver.raise_faults()
    return profile


def _unknown(name: str, project: Project | None) -> Fault:
    own = () if project is None else project.file.profiles
    known = sorted({*BUILTIN, *own})
    message = f"no profile is named {name}; expected one of {', '.join(known)}"
    hint = did_you_mean(name, (*known, *_ALIASES))
    if project is None:
        hint = hint or "A profile of your own needs a bars.yaml."
        return Fault(SourceMark("--bars-env", 1, 1), message, hint=hint)
    return Fault(project.document.mark(("profiles",), key=True), message, hint=hint)


def _layers(
    name: str, keys: Mapping[str, str], own: Mapping[str, ProfileSettings]
) -> tuple[Stage, list[str]]:
    """Return the stage, and the keys of bars.yaml from the built-in profile upwards."""
    found: list[str] = []
    current = name
    while True:
        if current in keys:
            found.append(keys[current])
        stage = Stage.named(current)
        if stage is not None:
            return stage, found[::-1]
        current = canonical_name(own[keys[current]].extends or "")


def _built_in(name: str, stage: Stage) -> Profile:
    """Return the profile as it is without a bars.yaml."""
    builtin = BUILTIN[stage]
    return Profile(
        name=name,
        stage=stage,
        nhs_environment=builtin.nhs_environment,
        base_url=builtin.base_url,
        token_endpoint=builtin.token_endpoint,
        target=TKW_TARGET if builtin.is_complete else _NO_TARGET,
        end_user_organisation=HARNESS if builtin.is_complete else _NO_ORGANISATION,
        software=HARNESS_SOFTWARE,
        practitioner=None,
        patients=builtin.patients,
        variables={},
        timeout=builtin.timeout,
        requests_per_minute=builtin.requests_per_minute,
        is_simulated=builtin.base_url is None,
        conformance=builtin.conformance,
        counts=stage.is_counted,
        missing=() if builtin.is_complete else _REQUIRED,
    )


def _with_layer(
    profile: Profile, key: str, project: Project, resolver: Resolver
) -> Profile:
    """Return the profile with what one profile of bars.yaml says."""
    settings = project.file.profiles[key]
    place = ("profiles", key)
    patients = {
        alias: resolver.patient(alias, patient, (*place, "patients", alias))
        for alias, patient in settings.patients.items()
    }
    changes: dict[str, Any] = dict(_changes(settings, project))
    if settings.auth is not None:
        changes["credentials"] = resolver.credentials(settings.auth, (*place, "auth"))
    said = {name for name, value in settings if value is not None}
    return replace(
        profile,
        patients={**profile.patients, **patients},
        variables={**profile.variables, **_variables(settings)},
        missing=tuple(part for part in profile.missing if part not in said),
        conformance=_conformance(profile.conformance, settings),
        **changes,
    )


def _changes(settings: ProfileSettings, project: Project) -> Iterator[tuple[str, Any]]:
    """Give the fields of the profile that the settings replace."""
    if settings.base_url is not None:
        yield "base_url", settings.base_url
        yield "is_simulated", False
    if settings.target is not None:
        yield "target", Target(settings.target.system, settings.target.value)
    if settings.end_user_organisation is not None:
        organisation = project.organisations[settings.end_user_organisation]
        yield (
            "end_user_organisation",
            Organisation(organisation.name, organisation.ods),
        )
    if settings.software is not None:
        yield "software", Software(**settings.software.model_dump())
    if settings.practitioner is not None:
        role = settings.practitioner.model_dump(exclude_none=True)
        yield "practitioner", Practitioner(**role)
    if settings.api_version is not None:
        yield "api_version", settings.api_version
    if settings.timeout is not None:
        yield "timeout", settings.timeout
    if settings.requests_per_minute is not None:
        yield "requests_per_minute", settings.requests_per_minute
    yield from _production(settings)


def _conformance(below: Conformance, settings: ProfileSettings) -> Conformance:
    """Return what the settings make of it; deviations come on top of those below."""
    asked = settings.conformance
    own = (
        Deviation(each.rule, each.where, each.reason) for each in settings.deviations
    )
    return Conformance(
        is_strict=below.is_strict if asked is None else asked == "strict",
        deviations=(*below.deviations, *own),
    )


def _production(settings: ProfileSettings) -> Iterator[tuple[str, Any]]:
    """Give what only a live service needs."""
    if settings.window is not None:
        yield "window", _window(settings.window)
    if settings.slots is not None:
        yield "slots", settings.slots.only
        yield "slot_window", None
    if settings.slot_window is not None:
        yield "slot_window", _window(settings.slot_window)
        yield "slots", ()
    if settings.production_sender is not None:
        agreement = settings.production_sender.model_dump()
        yield "production_sender", ProductionSender(**agreement)


def _window(settings: WindowSettings) -> Window:
    return Window(settings.from_, settings.to)


def _variables(settings: ProfileSettings) -> dict[str, Json]:
    return {
        name: {"patient": value.patient}
        if isinstance(value, PatientVariable)
        else value
        for name, value in settings.vars.items()
    }
