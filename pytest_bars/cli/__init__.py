"""The `bars` command: one module per subcommand; thin over the rooms below."""
