"""Arbitrary JSON, now and then with the names FHIR gives a meaning."""

from hypothesis import strategies as st

_NAMES = st.sampled_from(
    [
        "resourceType",
        "type",
        "entry",
        "resource",
        "fullUrl",
        "contained",
        "reference",
        "status",
        "_status",
        "start",
        "id",
        "issue",
        "extension",
        "participant",
        "name",
        "given",
        "_given",
    ]
)
_TEXTS = st.sampled_from(
    [
        "Bundle",
        "Slot",
        "Patient",
        "Appointment",
        "message",
        "#x",
        "urn:uuid:x",
        "booked",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | _TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(_NAMES | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)
