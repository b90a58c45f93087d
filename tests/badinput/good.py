"""One good plan; the corpus spoils it in one place at a time."""

GOOD = """\
schema: bars-plan/1
plan: ED
version: 1.0.0
title: A good plan
standard: {core: 1.1.6, application: 1, use_cases: [a1t1]}
owner: {organisation: provider, role: Project Lead}
parties:
  receiver: {system: product, target: "${profile.target}"}
vars:
  patient: {patient: adult_1}
prerequisites:
  - ref: PRE-01
    name: The service answers
    check: {request: {get: /metadata, to: receiver}, expect: [{status: 200}]}
tests:
  - ref: BK-01
    name: Slots are offered
    kind: happy-path
    within: 5m
    not_in: {prod: no slots there}
    e2e: false
    cases: [{id: one}]
    steps:
      - ref: slots
        name: Ask for slots
        request: {get: /Slot, to: receiver}
        expect:
          - status: 200
          - fhirpath: "entry.exists()"
            because: There is a slot
        capture:
          slot: {fhirpath: "entry.resource", type: resource}
    cleanup:
      - flow: cancel-booking
        when: {open: Appointment}
"""
