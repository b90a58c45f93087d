"""What a Test Plan says: its models, and the loader that reads one."""
