"""Judge the official example payloads as `conforms` does, against the known verdicts.

    python bench/official_payloads.py FOLDER [--table FILE] [--write]

FOLDER holds the examples as JSON (they are no part of this project): all of them, or a
folder of them, such as payloads. Every file's findings are printed with rule and place,
and held against the table beside this script: by path, the rules and places. Exit 1
when a file has other findings than the table says, or the table names a file of the
folder that is not there; a file the table does not know is judged and told apart.
`--write` makes the table of what was found: look at every line before it is kept.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json

TABLE = Path(__file__).with_name("official_payloads.json")
# In the path of an example that is the synchronous answer to a message.
ANSWERS = ("(HTTP-Response)", "process_message/POST-success")


def judge(path: Path, name: str) -> tuple[Finding, ...]:
    """Return everything wrong with an example."""
    try:
        body: Json = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        return (Finding("CF-JSON", "$", f"not JSON: {error}."),)
    is_answer = any(part in name for part in ANSWERS)
    return judge_body(Subject(body, is_answer=is_answer))


def stem(folder: Path, names: Iterable[str]) -> str:
    """Return how the table's names of the files in a folder begin: `payloads/`."""
    parts = folder.resolve().parts
    for count in range(1, len(parts)):
        begin = "/".join(parts[-count:]) + "/"
        if any(name.startswith(begin) for name in names):
            return begin
    return ""


def compare(found: dict[str, list[str]], known: dict[str, list[str]]) -> bool:
    """Print where what was found is not what is known; say whether all is as known."""
    is_same = True
    for name in sorted(found.keys() & known.keys()):
        for line in sorted(set(known[name]) - set(found[name])):
            is_same = False
            print(f"NOT FOUND  {name}: {line}")
        for line in sorted(set(found[name]) - set(known[name])):
            is_same = False
            print(f"INVENTED   {name}: {line}")
    for name in sorted(known.keys() - found.keys()):
        is_same = False
        print(f"NO FILE    {name}")
    for name in sorted(found.keys() - known.keys()):
        print(f"NEW        {name}: {len(found[name])} findings, in no table")
    return is_same


def main() -> int:
    """Judge every example of a folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    paths = sorted(
        path
        for pattern in ("*.json", "*.invalid.txt")
        for path in options.folder.rglob(pattern)
        if path.name != "index.json"
    )
    known = {} if options.write else json.loads(options.table.read_text("utf-8"))
    begin = stem(options.folder, known)
    found: dict[str, list[str]] = {}
    for path in paths:
        name = begin + path.relative_to(options.folder).as_posix()
        findings = judge(path, name)
        found[name] = [f"{finding.rule} {finding.location}" for finding in findings]
        advice = sum(finding.is_advice for finding in findings)
        faults = len(findings) - advice
        print(f"{name}: {faults} faults, {advice} remarks")
        print("".join(f"    {finding}\n" for finding in findings), end="")
    if options.write:
        told = json.dumps(found, indent=1, sort_keys=True)
        options.table.write_text(told + "\n", "utf-8")
        return 0
    here = {name: known[name] for name in known if name.startswith(begin)}
    is_same = bool(paths) and compare(found, here)
    print(f"{len(paths)} files: {'as known' if is_same else 'NOT AS KNOWN'}")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
