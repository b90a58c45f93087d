"""Hypothesis tries the same examples in every run, however busy the machine.

`pytest tests --hypothesis-profile=explore` looks for new ones.
"""

from hypothesis import HealthCheck, settings

# A machine that runs other tests beside is slow for no fault of the code.
_SLOW = [HealthCheck.too_slow]

settings.register_profile("explore", deadline=None, suppress_health_check=_SLOW)
settings.register_profile(
    "same", settings.get_profile("explore"), derandomize=True, database=None
)
settings.load_profile("same")
