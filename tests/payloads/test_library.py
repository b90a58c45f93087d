"""Finding templates by name."""

from pathlib import Path

import pytest

from pytest_bars.errors import PlanError
from pytest_bars.payloads.library import Library

TEXT = "schema: bars-payload/1\nname: NAME\ntitle: T\nbody: {resourceType: Basic}\n"


def write(folder: Path, file: str, name: str) -> Path:
    """Write a template of that name."""
    path = folder / f"{file}.bars-template.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.replace("NAME", name), encoding="utf-8")
    return path


def test_the_shipped_templates_are_found_by_name() -> None:
    """And are read once in a process."""
    assert Library.builtin() is Library.builtin()
    assert "booking-request-new" in Library.builtin().names


@pytest.mark.parametrize("name", Library.builtin().names)
def test_a_shipped_template_has_the_name_of_its_file(name: str) -> None:
    """It is read when its name is asked for, which is the file's."""
    template = Library.builtin().get(name)
    assert template is not None
    assert template.name == name
    assert template is Library.builtin().get(name)


def test_an_unknown_name_gives_nothing() -> None:
    """Lint says what to do about it."""
    assert Library.builtin().get("booking-request-nwe") is None


def test_a_folder_adds_its_templates(tmp_path: Path) -> None:
    """Also those of the folders in it; other files are left alone."""
    write(tmp_path, "a", "mine")
    write(tmp_path / "deep", "b", "mine-too")
    (tmp_path / "notes.yaml").write_text("not a template", encoding="utf-8")
    library = Library().with_folder(tmp_path)
    assert library.names == ("mine", "mine-too")


def test_a_folder_may_replace_a_shipped_template(tmp_path: Path) -> None:
    """A project knows its Receiver best; the shipped library stays as it is."""
    write(tmp_path, "a", "booking-request-new")
    mine = Library.builtin().with_folder(tmp_path).get("booking-request-new")
    shipped = Library.builtin().get("booking-request-new")
    assert mine is not None
    assert shipped is not None
    assert mine.title == "T" != shipped.title


def test_one_name_twice_in_a_folder_is_a_fault(tmp_path: Path) -> None:
    """Which one is meant would depend on the names of files."""
    first = write(tmp_path, "a", "mine")
    second = write(tmp_path, "b", "mine")
    with pytest.raises(PlanError) as caught:
        Library().with_folder(tmp_path)
    (fault,) = caught.value.faults
    assert fault.mark.path.endswith(second.name)
    assert (
        f"taken by {fault.mark.path.replace(second.name, first.name)}" in fault.message
    )


def test_the_faults_of_every_template_are_told_at_once(tmp_path: Path) -> None:
    """Unreadable YAML and a wrong key alike."""
    write(tmp_path, "a", "mine").write_text("a: [", encoding="utf-8")
    path = write(tmp_path, "b", "mine")
    path.write_text(path.read_text(encoding="utf-8") + "more: 1\n", encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        Library().with_folder(tmp_path)
    files = {Path(fault.mark.path).name for fault in caught.value.faults}
    assert files == {"a.bars-template.yaml", "b.bars-template.yaml"}
