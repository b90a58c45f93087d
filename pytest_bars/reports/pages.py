"""The gateway to Jinja: pages of one file, without scripts, for any browser."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pytest_bars.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(template: str, **values: Any) -> str:
    """Return a page of `templates/`; every value is escaped."""
    render: Callable[..., str] = _environment().get_template(template).render
    return render(**values)
