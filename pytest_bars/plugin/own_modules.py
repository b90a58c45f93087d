"""Load this package as Python itself does.

pytest rewrites the assertions of a plugin's modules, and to know whether it has to do
so again it reads and hashes each source file in each run. This package asserts nothing,
and has two hundred modules: that would be a tenth of a second of every start.
"""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Final

_PREFIX: Final = "pytest_bars."


class OwnModules(MetaPathFinder):
    """Find the modules of this package, and no others."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return what Python's own finder finds."""
        if not fullname.startswith(_PREFIX):
            return None
        return PathFinder.find_spec(fullname, path, target)


def load_plainly() -> Callable[[], None]:
    """Find our modules before pytest does; return what undoes it."""
    finder = OwnModules()
    sys.meta_path.insert(0, finder)
    return lambda: sys.meta_path.remove(finder)
