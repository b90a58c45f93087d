"""FHIR R4 as JSON: resources, FHIRPath, structure, OperationOutcome."""
