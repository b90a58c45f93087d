"""Hypothesis as a pipeline needs it: the same examples in every run."""

import os

from hypothesis import settings

settings.register_profile("pipeline", derandomize=True, deadline=None)
settings.load_profile("pipeline" if os.environ.get("CI") else "default")
