"""Append-only, redacted record of what happened in a run."""
