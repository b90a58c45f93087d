"""Plans to read: the example of the design, and a flows file."""

DESIGN = """\
# yaml-language-server: $schema=https://pytest-bars.example/schema/bars-plan-1.json
schema: bars-plan/1
plan: APP1-ED-BOOKING
version: 1.0.0
title: 111 to ED booking
standard: {core: 1.1.6, application: 1, use_cases: [a1t1]}
owner: {organisation: provider, role: Project Lead}
use: [flows/booking.bars-flows.yaml]

parties:
  sender: {system: harness}
  receiver: {system: product, target: "${profile.target}"}
  ed_user: {person: System User, organisation: provider}

vars:
  patient: {patient: adult_1}
  window: 120s

prerequisites:
  - ref: PRE-01
    name: The receiving service answers and offers bookings
    check:
      request: {get: /metadata, to: receiver}
      expect: [{status: 200}]
  - ref: PRE-02
    name: A patient with a nosebleed is open in the product
    manual:
      by: ed_user
      instruct: Find or create the patient ${patient.name} with a nosebleed.
      expect: The record is open.
    stages: [uat]
  - ref: PRE-03
    name: Clinical Safety Officer has reviewed the draft hazard log
    attest: {by: Clinical Safety Officer, evidence: required, valid_for: 90d}
    stages: [uat]

tests:
  - ref: BK-01
    name: Book, see and cancel an appointment
    workflows: [app1-slots, app1-booking-new, app1-booking-cancel]
    kind: happy-path
    requirements: [core-booking-receiver-1, core-booking-receiver-2]
    prerequisites: [PRE-01, PRE-02, PRE-03]
    exclusive: [patient]
    within: 5m
    steps:
      - ref: slots
        name: Ask for free slots in the next seven days
        request:
          get: /Slot
          to: receiver
          query:
            Schedule.actor:HealthcareService: "${profile.target.value}"
            status: free
            start: ["ge${now}", "le${now+7d}"]
            _include: ["Slot:schedule", "Schedule:actor:HealthcareService"]
        expect:
          - status: 200
          - fhirpath: "entry.resource.ofType(Slot).where(status = 'free').exists()"
            because: At least one free slot is offered
            on_fail: blocked
        capture:
          slot:
            fhirpath: "entry.resource.ofType(Slot).where(status = 'free')"
            type: resource
            claim: id
      - ref: book
        name: Book it
        request:
          post: /$process-message
          to: receiver
          body:
            template: booking-request-new
            with: {slot: "${slot}", patient: "${patient}"}
        effect: {create: Appointment, undo: cancel-booking}
        expect:
          - status: 200
          - duration: {max: 5s}
            severity: warn
            requirements: [nfr-time-2]
        capture:
          booking_id:
            fhirpath: "entry.resource.ofType(Appointment).id"
            type: id
      - ref: seen
        name: The appointment is on the ED worklist
        manual:
          by: ed_user
          instruct: Open today's ED worklist and find ${patient.name}.
          expect: The appointment is shown once, at the right time.
          ask: {shown_at: time}
          evidence: {screenshot: required}
        stages: [uat, prod, prod-e2e]
      - ref: cancel
        name: Cancel it
        flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
    cleanup:
      - flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
        when: {open: Appointment}

  - ref: BK-02
    name: The same message sent twice is refused
    workflows: [app1-booking-new]
    kind: error
    not_in: {int: the partner has no reset before December}
    exclusive: [patient]
    cases:
      - {id: same-request, as: same-request, issue: duplicate, requirements: [a]}
      - {id: same-bundle, as: same-bundle, issue: conflict, requirements: [b]}
    steps:
      - {ref: first, name: Book, flow: book-any-slot, with: {patient: "${patient}"}}
      - ref: second
        name: Send the same message again
        resend: {of: first.book, as: "${case.as}"}
        effect: none
        expect:
          - status: 409
          - outcome: {code: REC_CONFLICT, issue: "${case.issue}"}
    cleanup:
      - flow: cancel-booking
        with: {booking_id: "${first.booking_id}", patient: "${patient}"}
        when: {open: Appointment}
"""
FLOWS = """\
schema: bars-flows/1
title: Booking
flows:
  cancel-booking:
    title: Cancel a booking
    params:
      booking_id: id
      patient: {type: patient, required: false}
    returns: {status: string}
    steps:
      - ref: cancel
        name: Cancel it
        request: {post: /$process-message, to: receiver}
        effect: {cancel: Appointment}
        poll:
          until: [{status: "${wanted}"}]
          every: 2s
          within: "${window}"
        expect: [{status: [200, 201]}]
"""
