"""Plans and answers that several tests of running use."""

from pytest_bars.jsontypes import Json
from tests.run.servers import Answer, bundle

CAPABLE = Answer(body={"resourceType": "CapabilityStatement", "id": "c"})

# One happy-path test that reads; `steps` come below.
TEST = """
tests:
  - ref: T-1
    name: A test
    workflows: [app1-slots]
    kind: happy-path
"""

CANCEL_FLOW = """
cancel-booking:
  title: Cancel it
  params: {booking_id: id, patient: patient}
  steps:
    - ref: cancel
      name: Cancel it
      request:
        delete: "/Appointment/${booking_id}"
        to: receiver
      effect: {cancel: Appointment}
      expect: [{status: 200}]
"""


def reading(*checks: str, more: str = "") -> str:
    """Return a plan of one test of one step that reads /metadata."""
    written = "\n".join(f"          - {check}" for check in checks)
    return f"""{TEST}{more}
    steps:
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        expect:
{written}
"""


def appointment(identity: str = "a-1", status: str = "booked") -> dict[str, Json]:
    return {"resourceType": "Appointment", "id": identity, "status": status}


def slots(*ids: str) -> Answer:
    found: list[Json] = [{"resourceType": "Slot", "id": each} for each in ids]
    return Answer(body=bundle(*found))


def booking(*, cleanup: str = "", after: str = "", patient: str = "") -> str:
    """Return a plan that books by POST /Appointment, with what comes after."""
    return f"""
vars:
  patient: {{patient: adult_1}}
{TEST}
    {patient}
    steps:
      - ref: book
        name: Book it
        request:
          post: /Appointment
          to: receiver
          body:
            json:
              resourceType: Appointment
              status: booked
              slot: [{{reference: Slot/s-1}}]
              participant:
                - actor:
                    identifier:
                      system: https://fhir.nhs.uk/Id/nhs-number
                      value: "${{patient.nhs_number}}"
        effect: {{create: Appointment, undo: cancel-booking}}
        expect:
          - status: [200, 201]
        capture:
          booking_id: {{fhirpath: id, type: id}}
{after}
{cleanup}
"""


CLEANUP = """
    cleanup:
      - flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
        when: {open: Appointment}
"""
