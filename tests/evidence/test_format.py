"""The format is what docs/evidence-format.md says, read without our own code."""

import hashlib
import json
import re
from pathlib import Path

from pytest_bars.evidence.verify import verify

_PAGE = Path(__file__).parents[2] / "docs" / "evidence-format.md"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_chain_can_be_checked_from_the_page_alone(bundle: Path) -> None:
    lines = (bundle / "events" / "main.jsonl").read_bytes().splitlines(keepends=True)
    run = json.loads(lines[0])["data"]
    parts = ["bars-evidence/1", run["run_id"], "main", run["project_head"]]
    before = _sha256("\n".join(parts).encode())
    for number, line in enumerate(lines, start=1):
        record = json.loads(line)
        assert (record["seq"], record["prev"], record["v"]) == (number, before, 1)
        before = _sha256(line)
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    assert manifest["processes"]["main"] == {"head": before, "records": len(lines)}


def test_the_ledger_can_be_checked_from_the_page_alone(bundle: Path) -> None:
    content = (bundle.parent / "project.jsonl").read_bytes()
    opened, sealed = content.splitlines(keepends=True)
    assert json.loads(opened)["prev"] == _sha256(b"bars-evidence/1\nproject")
    assert json.loads(sealed)["prev"] == _sha256(opened)
    manifest = (bundle / "manifest.json").read_bytes()
    assert json.loads(sealed)["data"]["manifest"] == f"sha256:{_sha256(manifest)}"
    run = json.loads((bundle / "events" / "main.jsonl").read_bytes().splitlines()[0])
    assert run["data"]["project_head"] == _sha256(opened)


def test_every_listed_file_has_its_hash(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    for file in manifest["files"]:
        content = (bundle / file["path"]).read_bytes()
        assert (file["size"], file["sha256"]) == (len(content), _sha256(content))


def test_the_page_names_every_check_and_every_type_of_the_scene(bundle: Path) -> None:
    page = _PAGE.read_text("utf-8")
    for finding in verify(bundle).findings:
        assert finding.id in page
    events = (bundle / "events" / "main.jsonl").read_text("utf-8")
    for kind in set(re.findall(r'"type":"([a-z.]+)","v":1', events)):
        assert f"`{kind}`" in page
