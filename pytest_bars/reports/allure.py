"""Tell Allure what happened: the gateway to allure-pytest.

Steps, attachments and labels come from redacted evidence records alone. What
allure-pytest gets wrong for items that are no Python functions is put right in the
last place before it writes: see `AllureStories.report_result`.
Source: allure-pytest 2.16.2, allure-python-commons 2.16.2.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import allure_commons
from allure_commons.model2 import (
    Attachment,
    Label,
    Parameter,
    StatusDetails,
    TestStepResult,
)
from allure_commons.types import LabelType

from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.reports.stories import (
    IDENTITY_LABEL,
    ExchangeStory,
    StepStory,
    tell_steps,
)

HTTP_MEDIA_TYPE: Final = "application/vnd.allure.http+json"
HTTP_EXTENSION: Final = "httpexchange"
_STATUS: Final = {
    "pass": "passed",
    "warn": "passed",
    "fail": "failed",
    "error": "broken",
    "blocked": "broken",
    "pending": "skipped",
    "skip": "skipped",
    "not_run": "skipped",
}
# What pytest puts before the text of an exception.
_CLASS: Final = re.compile(r"^pytest_bars(?:\.\w+)+: ")
_CATEGORIES: Final = [
    {
        "name": "Expected result not met",
        "matchedStatuses": ["failed"],
        "messageRegex": "(?s).*fail: .*",
    },
    {
        "name": "Blocked: prerequisite or data missing",
        "matchedStatuses": ["broken"],
        "messageRegex": "(?s).*blocked: .*",
    },
    {
        "name": "Could not be judged: transport, platform or harness",
        "matchedStatuses": ["broken"],
    },
    {
        "name": "Manual step not done",
        "matchedStatuses": ["skipped"],
        "messageRegex": "(?s).*pending: .*",
    },
    {"name": "Left out with a reason", "matchedStatuses": ["skipped"]},
]


class AllureStories:
    """What this package adds to Allure's results; a plugin of allure-commons.

    logger: the `allure_logger` of allure-pytest's listener. labels: added to every
    result of ours, such as the stage. read: returns stored evidence bytes by digest.
    """

    def __init__(self, logger: Any, labels: Mapping[str, str]) -> None:
        self._logger = logger
        self._labels = labels

    def register(self) -> None:
        """Be asked before each result is written."""
        allure_commons.plugin_manager.register(self)

    def unregister(self) -> None:
        """Be asked no more."""
        allure_commons.plugin_manager.unregister(self)

    def tell(
        self,
        title: str,
        records: Iterable[Record],
        read: Callable[[str], bytes],
    ) -> None:
        """Add the steps of the running test. records: its own, redacted."""
        result = self._logger.get_test(None)
        result.name = title
        result.steps += [_step(story, read) for story in tell_steps(records)]

    @allure_commons.hookimpl(tryfirst=True)
    def report_result(self, result: Any) -> None:
        """Give a result of ours its identity, and take out what should not leak.

        Without this, cases share one history, the absolute path of a skipped test and
        the machine's name are published.
        """
        identity = _label(result, IDENTITY_LABEL)
        if identity is None:
            return
        case = _take_case(result)
        full = identity if case is None else f"{identity}[{case}]"
        result.name = _title(result)
        result.fullName = full
        result.testCaseId = _md5(identity)
        result.historyId = _md5(full)
        result.titlePath = [_label(result, "epic"), _label(result, "feature")]
        result.labels = [
            label for label in result.labels if label.name != LabelType.HOST
        ]
        result.labels += [Label(name=k, value=v) for k, v in self._labels.items()]
        if result.statusDetails is not None:
            result.statusDetails = _details(str(result.statusDetails.message), result)
            if result.statusDetails.message.startswith("pending:"):
                result.labels.append(Label(name=LabelType.TAG, value="pending"))


def _details(message: str, result: Any) -> Any:
    """Return why, in one line, and the whole of it where it failed.

    The trace of a skipped test is left out: it is an absolute path.
    """
    told = _CLASS.sub("", message.removeprefix("Skipped: "))
    if result.status == "skipped":
        return StatusDetails(message=told)
    return StatusDetails(message=told.partition("\n")[0], trace=told)


def _title(result: Any) -> str:
    """Return reference, case and name; a test that never started has no name yet."""
    story = _label(result, "story")
    if story is None or " " in result.name:
        return str(result.name)
    return f"{result.name} {story.partition(' ')[2]}"


def write_run_files(folder: Path, properties: Mapping[str, str]) -> None:
    """Write `environment.properties` and `categories.json` into the results folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {_escaped(value)}\n" for name, value in properties.items()]
    (folder / "environment.properties").write_text("".join(lines), encoding="utf-8")
    (folder / "categories.json").write_text(
        json.dumps(_CATEGORIES, indent=2), encoding="utf-8"
    )


def write_unread(folder: Path, path: str, message: str) -> None:
    """Write a broken result for a plan that could not be read."""
    feature = "Test Plans that could not be read"
    _write_broken(folder, path, f"{path} could not be read", feature, message)


def write_broken_off(folder: Path, test: str, message: str) -> None:
    """Write a broken result for a test whose process died. test: its node id."""
    feature = "Tests that were broken off"
    _write_broken(folder, test, f"{test} was broken off", feature, message)


def _write_broken(
    folder: Path, full_name: str, name: str, feature: str, message: str
) -> None:
    """Write a result allure-pytest has no place for: the report would stay green."""
    folder.mkdir(parents=True, exist_ok=True)
    uuid = str(uuid4())
    result: JsonObject = {
        "uuid": uuid,
        "name": name,
        "fullName": full_name,
        "testCaseId": _md5(full_name),
        "historyId": _md5(full_name),
        "status": "broken",
        "statusDetails": {"message": message.partition("\n")[0], "trace": message},
        "labels": [{"name": "feature", "value": feature}],
    }
    (folder / f"{uuid}-result.json").write_text(json.dumps(result), encoding="utf-8")


def _step(story: StepStory, read: Callable[[str], bytes]) -> Any:
    """Return a step of Allure's, with the steps inside and its attachments."""
    step = TestStepResult(
        name=f"{story.address}: {story.name}",
        status=_STATUS.get(story.outcome, "unknown"),
        start=story.started,
        stop=story.stopped,
    )
    if story.reason:
        step.statusDetails = StatusDetails(message=story.reason)
    step.steps = [_step(inner, read) for inner in story.steps]
    step.steps += [_check(check, story.stopped) for check in story.checks]
    step.attachments = [_attach(each, read) for each in story.exchanges]
    return step


def _check(check: JsonObject, time: int) -> Any:
    """Return an expected result as a step: what was expected, what came."""
    step = TestStepResult(
        name=f"expect {check['expected']}",
        status=_STATUS.get(str(check["outcome"]), "unknown"),
        start=time,
        stop=time,
    )
    told = [str(check.get("because") or ""), f"actual: {check['actual']}"]
    step.statusDetails = StatusDetails(message="\n".join(filter(None, told)))
    return step


def _attach(story: ExchangeStory, read: Callable[[str], bytes]) -> Any:
    """Write an exchange as an attachment, and return the reference to it."""
    file_name = f"{uuid4()}-attachment.{HTTP_EXTENSION}"
    body = json.dumps(exchange_json(story, read), ensure_ascii=False).encode()
    allure_commons.plugin_manager.hook.report_attached_data(
        body=body, file_name=file_name
    )
    return Attachment(name=story.title, source=file_name, type=HTTP_MEDIA_TYPE)


def exchange_json(story: ExchangeStory, read: Callable[[str], bytes]) -> JsonObject:
    """Return an exchange in Allure's HTTP Exchange format, version 1."""
    sent, received, lost = story.sent, story.received, story.lost
    told: JsonObject = {
        "schemaVersion": 1,
        "start": story.started,
        "stop": story.stopped,
        "request": {
            "method": sent["method"],
            "url": sent["url"],
            "headers": _headers(sent),
            **_body(sent, read),
        },
    }
    if received is not None:
        told["response"] = {
            "status": received["status"],
            "headers": _headers(received),
            **_body(received, read),
        }
    if lost is not None:
        told["error"] = {"name": lost["kind"], "message": lost["message"]}
    return told


def _headers(data: JsonObject) -> Json:
    pairs: Any = data["headers"]
    return [{"name": name, "value": value} for name, value in pairs]


def _body(data: JsonObject, read: Callable[[str], bytes]) -> JsonObject:
    if data.get("body") is None:
        return {}
    content = read(str(data["body"]))
    return {
        "body": {
            "contentType": data.get("media_type"),
            "encoding": "utf8",
            "value": content.decode("utf-8", "replace"),
            "size": len(content),
        }
    }


def _label(result: Any, name: str) -> str | None:
    for label in result.labels:
        if label.name == name:
            return str(label.value)
    return None


def _take_case(result: Any) -> str | None:
    """Replace pytest's parameter by the case's id, and return it."""
    if not result.parameters:
        return None
    case = str(result.parameters[0].value).strip("'")
    result.parameters = [Parameter(name="case", value=case)]
    return case


def _md5(text: str) -> str:
    """Return a stable name; Allure's own ids are of this form."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", " ")
