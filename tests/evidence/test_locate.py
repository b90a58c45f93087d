"""A run is found by folder, id, number, or as the last one."""

import shutil
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.locate import find_run
from tests.evidence.scene import open_scene


@pytest.mark.parametrize("form", ["folder", "id", "id.bars", "number", "last"])
def test_a_run_is_found(tmp_path: Path, form: str) -> None:
    open_scene(tmp_path)
    run = open_scene(tmp_path)
    forms = {
        "folder": str(run.path),
        "id": run.run_id,
        "id.bars": run.path.name,
        "number": "2",
        "last": "last",
    }
    assert find_run(forms[form], tmp_path) == run.path


def test_the_last_run_is_the_last_whose_folder_is_there(tmp_path: Path) -> None:
    first = open_scene(tmp_path)
    shutil.rmtree(open_scene(tmp_path).path)
    assert find_run("last", tmp_path) == first.path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("nobody", "there is no such run", id="id"),
        pytest.param("../no/such", "there is no such run", id="path"),
        pytest.param("7", "knows of no run 7", id="number"),
    ],
)
def test_a_run_that_is_not_there_is_said_to_be_so(
    tmp_path: Path, name: str, message: str
) -> None:
    open_scene(tmp_path)
    with pytest.raises(EvidenceError, match=message):
        find_run(name, tmp_path)


def test_a_project_without_runs_has_no_last_one(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="knows of no run whose folder"):
        find_run("last", tmp_path)
    with pytest.raises(EvidenceError, match="which does not exist"):
        find_run("x", tmp_path / "gone")
