"""FHIR bodies: templates, the library that finds them, and edits by path."""
