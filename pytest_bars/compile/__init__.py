"""Turn a Test Plan into what can be run, or into all its faults."""
