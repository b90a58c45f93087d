"""The gateway to YAML: bytes in, plain data with places or marked faults out."""
