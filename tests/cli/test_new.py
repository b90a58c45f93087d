"""`bars new`: what a newcomer sees."""

from pathlib import Path

import pytest

from pytest_bars.cli.main import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["new", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_project_is_made_and_the_next_steps_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Acme & Co"
    assert run("--application", "1", "--role", "receiver", str(folder)) == 0
    assert 'project: "Acme---Co"\n' in (folder / "bars.yaml").read_text()
    assert "pytest --bars-env=local" in capsys.readouterr().out


def test_a_project_may_be_named(tmp_path: Path) -> None:
    named = ("--project", "other", str(tmp_path))
    assert run("--application", "1", "--role", "receiver", *named) == 0
    assert 'project: "other"\n' in (tmp_path / "bars.yaml").read_text()


def test_a_project_is_made_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--application", "1", "--role", "receiver", str(tmp_path))
    assert [run(*asked), run(*asked)] == [0, 2]
    assert "nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(("--application", "8", "--role", "receiver"), id="application"),
        pytest.param(("--application", "1", "--role", "observer"), id="role"),
        pytest.param(("--role", "receiver"), id="no application"),
    ],
)
def test_what_cannot_be_is_a_usage_error(
    asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*asked) == 2
    assert "Usage: bars new" in capsys.readouterr().err
