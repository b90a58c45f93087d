"""The pytest plugin: the only package that imports pytest; thin over `runtime`."""
