"""Facts of the standard as data, each with its source; no I/O but package data."""
