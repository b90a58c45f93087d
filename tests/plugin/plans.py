"""Small Test Plans for the plugin's own tests."""

import textwrap

HEAD = """\
schema: bars-plan/1
plan: {plan}
version: 1.0.0
title: A plan of the plugin's tests
standard: {{core: 1.1.6, application: 1, use_cases: [a1t1]}}
owner: {{organisation: supplier, role: Project Lead}}
parties:
  sender: {{system: harness}}
  receiver: {{system: product, target: "${{profile.target}}"}}
  user: {{person: System User, organisation: provider}}
vars:
  patient: {{patient: adult_1}}
  wanted: active
tests:
"""
CAPABILITY = """\
- ref: {ref}
  name: The Receiver says what it can do
  kind: happy-path
  workflows: [app1-slots]
  requirements: [core-booking-receiver-1]
  steps:
    - ref: capability
      name: Ask for the capability statement
      request: {{get: /metadata, to: receiver}}
      expect:
        - status: {status}
        - fhirpath: "status = %wanted"
          with: {{wanted: "${{wanted}}"}}
          because: The statement is in force
"""
MANUAL = """\
- ref: {ref}
  name: A person looks
  kind: happy-path
  steps:
    - ref: look
      name: Look at the worklist
      manual: {{by: user, instruct: Open the worklist., expect: It is open.}}
"""
CASES = """\
- ref: {ref}
  name: An unknown appointment is not found
  kind: error
  cases:
    - {{id: one, id_: 00000000-0000-4000-8000-000000000001}}
    - {{id: two, id_: 00000000-0000-4000-8000-000000000002}}
  steps:
    - ref: read
      name: Read it
      request: {{get: "/Appointment/${{case.id_}}", to: receiver}}
      expect: [{{status: {status}}}]
"""


def plan(*tests: str, plan: str = "TEST") -> str:
    """Return a plan with these tests."""
    body = "".join(textwrap.indent(test, "  ") for test in tests)
    return HEAD.format(plan=plan) + body


def capability(ref: str = "T-01", status: int = 200) -> str:
    """Return a test that passes, or with another status fails."""
    return CAPABILITY.format(ref=ref, status=status)


def cases(ref: str = "T-02", status: int = 404) -> str:
    """Return a test with two cases that pass, or with another status fail."""
    return CASES.format(ref=ref, status=status)


def manual(ref: str = "T-03") -> str:
    """Return a test that needs a person."""
    return MANUAL.format(ref=ref)
