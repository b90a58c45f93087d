import pytest

from pytest_bars.fhir.path import FhirPathError, compile_path
from pytest_bars.fhir.shapes import shape_of


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        pytest.param(
            "ofType(Slot).where(statuss = 'free').empty()",
            'Slot has no element "statuss"; did you mean "status"?',
            id="in-a-criterion",
        ),
        pytest.param("Bundle.entri", 'did you mean "entry"', id="from-the-root"),
        pytest.param(
            "Bundle.entry.where(resourc.exists())",
            'Bundle.entry has no element "resourc"',
            id="of-an-element",
        ),
        pytest.param(
            "ofType(Patient).contact.name.familly",
            'HumanName has no element "familly"',
            id="of-a-data-type",
        ),
        pytest.param("ofType(Patient).name[0].x", "HumanName", id="indexed"),
        pytest.param("ofType(Patient).name.first().x", "HumanName", id="first"),
        pytest.param("ofType(Patient).select(name).x", "HumanName", id="select"),
        pytest.param("(entry.resource as Slot).x", "Slot", id="as-operator"),
        pytest.param("entry.resource.as(Slot).x", "Slot", id="as-function"),
        pytest.param("ofType(Slot).all($this.x)", "Slot", id="this"),
        pytest.param("entry[Slot.x]", "Slot", id="in-an-index"),
        pytest.param("1 = ofType(Slot).x", "Slot", id="in-an-operator"),
        pytest.param("a.union(ofType(Slot).x)", "Slot", id="in-an-argument"),
    ],
)
def test_an_element_its_type_has_not_is_refused(expression: str, message: str) -> None:
    with pytest.raises(FhirPathError) as refused:
        compile_path(expression)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("anything.at.all", id="type-not-known"),
        pytest.param("entry.resource.anything", id="any-resource"),
        pytest.param("%slot.anything", id="variable"),
        pytest.param("ofType(Slot).schedule.resolve().anything", id="resolved"),
        pytest.param("ofType(Observation).value.unit", id="choice"),
        pytest.param("ofType(MessageHeader).eventCoding.code", id="choice-as-in-json"),
        pytest.param("ofType(Questionnaire).item.item.item.linkId", id="recursion"),
        pytest.param("ofType(Slot).status.extension.url", id="of-a-primitive"),
        pytest.param("ofType(Slot).resourceType", id="resource-type"),
        pytest.param("ofType(DomainResource).anything", id="base-type"),
        pytest.param("ofType(Slot).is(Slot)", id="is"),
        pytest.param("ofType(Slot) is Slot", id="is-operator"),
        pytest.param("ofType(Slot).count().anything", id="function"),
    ],
)
def test_where_the_type_is_not_certain_any_name_goes(expression: str) -> None:
    assert compile_path(expression).expression == expression


@pytest.mark.parametrize(
    "name",
    [
        "Appointment",
        "Bundle",
        "CarePlan",
        "Encounter",
        "MessageHeader",
        "OperationOutcome",
        "Patient",
        "ServiceRequest",
        "Slot",
    ],
)
def test_every_element_of_a_type_is_known(name: str) -> None:
    for member in shape_of(name).members:
        assert compile_path(f"ofType({name}).`{member}`").variables == frozenset()
