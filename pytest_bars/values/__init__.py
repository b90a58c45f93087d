"""Values of a test: names in force, `${}`, generated ids and times, captures."""
