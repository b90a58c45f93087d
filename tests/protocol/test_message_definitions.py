from pytest_bars.protocol.message_definitions import (
    BOOKING_REQUEST,
    DEFINITIONS,
    REFERRAL_REQUEST_CANCELLED,
    Focus,
)
from pytest_bars.protocol.messages import Event


def test_a_definition_is_found_by_its_url() -> None:
    url = "https://fhir.nhs.uk/MessageDefinition/bars-message-booking-request"
    assert DEFINITIONS[url] is BOOKING_REQUEST
    assert BOOKING_REQUEST.event is Event.BOOKING_REQUEST
    assert len(DEFINITIONS) == 4


def test_every_message_holds_one_header_one_patient_and_two_organisations() -> None:
    wanted = {
        Focus("MessageHeader", 1, 1),
        Focus("Patient", 1, 1),
        Focus("Organization", 2, None),
    }
    for definition in DEFINITIONS.values():
        assert wanted <= set(definition.focus)


def test_a_cancelled_referral_holds_no_more_than_it_must() -> None:
    types = [focus.resource_type for focus in REFERRAL_REQUEST_CANCELLED.focus]
    assert types == ["MessageHeader", "ServiceRequest", "Patient", "Organization"]
