"""A run is opened once, hides what the profile holds, and is closed once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_bars.runtime.live import Runtime, open_runtime
from pytest_bars.runtime.settings import RunSettings
from pytest_bars.runtime.workbench import open_workbench

BODY = "canarykeyoftheprofile0123456789"
KEY = f"-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----\n"
CLIENT = "canary-client-id-42"
PROJECT = """\
schema: bars-project/1
project: live-tests
solution: {supplier: Acme, product: Acme Triage, version: 4.2.1}
profiles:
  partner:
    extends: local
    base_url: "http://127.0.0.1:9/booking-and-referral/FHIR/R4"
    auth: {client_id: "${env:BARS_TEST_CLIENT}", key: "${env:BARS_TEST_KEY}", kid: k1}
"""


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """Return an open run with credentials; nothing is sent."""
    monkeypatch.setenv("BARS_TEST_CLIENT", CLIENT)
    monkeypatch.setenv("BARS_TEST_KEY", KEY)
    (tmp_path / "bars.yaml").write_text(PROJECT, encoding="utf-8")
    evidence = tmp_path / "evidence"
    settings = RunSettings(tmp_path, profile="partner", evidence=evidence, seed=7)
    opened = open_runtime(open_workbench(settings), is_shared=False)
    yield opened
    opened.close(0, {})


def test_secrets_of_the_profile_are_hidden(runtime: Runtime) -> None:
    shown = runtime.redact(f"key {KEY} of {CLIENT}")
    assert BODY not in shown
    assert CLIENT not in shown


def test_the_run_says_what_is_under_test_and_with_which_seed(runtime: Runtime) -> None:
    chain = runtime.folder / "events" / "main.jsonl"
    first = json.loads(chain.read_text(encoding="utf-8").splitlines()[0])
    assert first["type"] == "run.opened"
    assert first["data"]["solution"]["product"] == "Acme Triage"
    assert first["data"]["seed"] == 7
    assert first["data"]["project"] == "live-tests"
