"""The one choke point: whatever is written, logged, shown or attached passes here.

Two passes. The first removes by structure (FHIR resources by element, default deny;
plain JSON, headers and URLs by name) and learns what it removed. The second looks at
the texts that were kept: for shapes (`net`) and for learned values (`learned`).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from pytest_bars.evidence.elements import (
    MACHINE_KEYS,
    Policy,
    is_member_name,
    is_person_shaped,
)
from pytest_bars.evidence.http_fields import HttpFields
from pytest_bars.evidence.learned import LearnedValues
from pytest_bars.evidence.loose import hide_loosely
from pytest_bars.evidence.net import CREDENTIAL, finds
from pytest_bars.evidence.pseudonyms import Pseudonyms, is_pseudonym
from pytest_bars.evidence.second_pass import SecondPass
from pytest_bars.evidence.structure import HeaderFields, Structure
from pytest_bars.jsontypes import Json

POLICY: Final = "bars-redaction/1"
TOO_DEEP: Final = "[withheld: too deeply nested]"
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_INVENTED: Final = frozenset({CREDENTIAL})
_read = json.JSONDecoder(parse_constant=str).decode
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Redactor:
    """Hide patients and secrets; keep what routing and judging need.

    key: the project's pseudonym key. declared: JSON objects of the profile's test
    patients (`Patient.as_json()`); whatever they say is hidden wherever it occurs.

    Every method is idempotent and raises nothing, whatever it is given.
    """

    def __init__(self, key: bytes, declared: Iterable[Json] = ()) -> None:
        self._pseudonyms = Pseudonyms(key)
        self._learned = LearnedValues()
        self._second = SecondPass(
            self._learned, self._pseudonyms.nhs_number, self._token
        )
        self._http = HttpFields(
            self._learned, self._second, self.data, self._identifier
        )
        known = (self._pseudonyms, self._learned)
        http = (self._http.headers, self._http.parameters)
        self._structure = Structure(*known, *http)
        self._exact = Structure(*known, *http, is_exact=True)
        for patient in declared:
            self.learn(patient)

    @property
    def key_id(self) -> str:
        """Return what names the pseudonym key, and tells nothing of it."""
        return self._pseudonyms.key_id

    def data(self, value: Json | Mapping[str, Json]) -> Json:
        """Return redacted JSON: FHIR by element, all else by key and text.

        Numbers with a fraction become text, milliseconds whole: evidence has no floats.
        """
        return self._redact(value, self._structure, is_own=True)

    def text(self, text: str) -> str:
        """Return text without NHS numbers, tokens, keys and learned values."""
        return text if self._second.is_clean(text) else self._second.hide(text)

    def url(self, url: str) -> str:
        """Return a URL with its personal query parameters hidden."""
        return self.text(self._http.parameters(url))

    def headers(self, pairs: Iterable[tuple[str, str]]) -> HeaderFields:
        """Return HTTP header fields with secrets hidden, identity headers redacted."""
        seen: list[str] = []
        redacted = self._http.headers(pairs, seen)
        dirty = {text: self._second.hide(text) for text in self._second.dirty(seen)}
        return [(dirty.get(n, n), dirty.get(v, v)) for n, v in redacted]

    def body(self, content: bytes, media_type: str) -> bytes:
        """Return redacted bytes of an HTTP body; undecodable ones are withheld.

        JSON is written anew, compact; a member given twice is kept once.
        """
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self._withheld(content)
        if "\x00" in text:  # another encoding, or no text
            return self._withheld(content)
        try:
            redacted = self._body_text(text, media_type.lower())
        except RecursionError:
            return self._withheld(content)
        return redacted.encode("utf-8", "replace")

    def learn(self, value: Json, *, is_secret: bool = False) -> None:
        """Hide a value, or each text in it, from now on, wherever it occurs.

        The rule of what is distinct enough is in `learned`.
        """
        if isinstance(value, str):
            self._learn_text(value, is_secret=is_secret)
        elif isinstance(value, Mapping):
            if is_person_shaped(value):
                self._learn_person(value)
            else:
                self._learn_all(value.values(), is_secret=is_secret)
        elif isinstance(value, (list, tuple)):
            self._learn_all(value, is_secret=is_secret)

    def names_personal(self, text: str) -> bool:
        """Say whether a text holds an NHS number, a secret, or a patient's whole name.

        An invented bearer token is no secret: plans need those. A single name may be
        an ordinary word.
        """
        return (
            not _INVENTED.issuperset(finds(text))
            or self._learned.has_secret(text)
            or self._learned.has_phrase(text)
        )

    def _redact(self, value: object, structure: Structure, *, is_own: bool) -> Json:
        seen: list[str] = []
        try:
            redacted = structure.value(value, seen)
            dirty = {text: self._second.hide(text) for text in self._second.dirty(seen)}
            return self._replaced(redacted, dirty, is_own=is_own) if dirty else redacted
        except RecursionError:
            return TOO_DEEP

    def _token(self, token: str) -> str:
        return self._http.token(token)

    def _identifier(self, system: str, value: str) -> str:
        return self._structure.identifier(system, value, Policy.CLOSED, [])

    def _replaced(
        self, value: Json, dirty: Mapping[str, str], *, is_own: bool, key: str = ""
    ) -> Json:
        """Return JSON with its dirty texts hidden.

        is_own: whether it is a record of ours, in which ids keep their words.
        """
        if isinstance(value, str):
            if value not in dirty:
                return value
            if is_own and key in MACHINE_KEYS:
                return self._second.hide(value, is_machine=True)
            return dirty[value]
        if isinstance(value, dict):
            is_own = is_own and "resourceType" not in value
            return {
                name if is_member_name(name) else dirty.get(name, name): (
                    self._replaced(item, dirty, is_own=is_own, key=name)
                )
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [self._replaced(v, dirty, is_own=is_own, key=key) for v in value]
        return value

    def _body_text(self, text: str, media_type: str) -> str:
        if "json" in media_type or text.lstrip()[:1] in {"{", "["}:
            try:
                value = _read(text)
            except ValueError:
                return self._second.hide(hide_loosely(text))
            return _compact(self._redact(value, self._exact, is_own=False))
        if "x-www-form-urlencoded" in media_type:
            text = "&".join(map(self._http.parameter, text.split("&")))
        return self._second.hide(hide_loosely(text))

    def _withheld(self, content: bytes) -> bytes:
        """Say how much was withheld, and what it was for whoever holds the key."""
        digest = self._pseudonyms.digest(content)
        return f"[withheld: {len(content)} bytes, {digest}]".encode()

    def _learn_all(self, values: Iterable[Json], *, is_secret: bool) -> None:
        for value in values:
            self.learn(value, is_secret=is_secret)

    def _learn_text(self, value: str, *, is_secret: bool = False) -> None:
        if is_secret:
            self._learned.add_secret(value)
        elif is_pseudonym(self._second.net.hide_values(value)):
            self._structure.nhs_number(value)
        else:
            self._learned.add(value)
            if (date := _ISO_DATE.fullmatch(value)) is not None:
                self._learned.add("/".join(reversed(date.groups())))

    def _learn_person(self, person: Mapping[str, Json]) -> None:
        """Learn what a declared patient says, and the name in both orders."""
        known = {key: value for key, value in person.items() if isinstance(value, str)}
        known = {k: v for k, v in known.items() if k not in {"alias", "gender"}}
        number = known.pop("nhs_number", "")
        if number:
            self._structure.nhs_number(number)
        for value in known.values():
            self._learn_text(value)
        if "family" in known and "given" in known:
            self._learn_text(f"{known['given']} {known['family']}")
            self._learn_text(f"{known['family']} {known['given']}")
        self._learned.add(known.get("postcode", "").replace(" ", ""))
