"""Executable Test Plans for the NHS Booking and Referral Standard (BaRS)."""

from typing import Final

__version__: Final = "0.1.0"
__all__ = ["__version__"]
