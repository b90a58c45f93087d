"""Turn results and evidence into what people and other tools read."""
