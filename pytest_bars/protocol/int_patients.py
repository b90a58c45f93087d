"""The test patients of INT: synthetic people, traceable on INT Spine.

Source: BaRS guide, Build, Testing-and-Environments, TKW page (2025-05-31).
"""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class IntPatient:
    """A published test patient; gender as FHIR has it."""

    nhs_number: str
    family: str
    given: str
    birth_date: str
    postcode: str
    gender: Literal["male", "female"]


INT_PATIENTS: Final = (
    IntPatient("9658499007", "DYBALL", "Adrian", "1932-10-29", "DN17 4LR", "male"),
    IntPatient("9658499015", "FOWLER", "Frank", "1921-06-07", "DN17 1HJ", "male"),
    IntPatient("9658499023", "SWAIN", "Dudley", "1931-10-03", "DN19 7EQ", "male"),
    IntPatient("9658499031", "WEBBER", "Jeremy", "1934-12-19", "DN16 3JH", "male"),
    IntPatient("9658499058", "MURRY", "Josiah", "1918-08-10", "DN8 5SP", "male"),
    IntPatient("9658499066", "MARSH", "Irving", "1937-06-15", "DN17 2QU", "male"),
    IntPatient("9658499074", "POVAH", "Horton", "1938-07-15", "DN17 1UU", "male"),
    IntPatient("9658499082", "McCANN", "Levi", "1934-07-08", "DN16 2LH", "male"),
    IntPatient("9658499090", "DRIVER", "Claude", "1934-04-29", "DN18 6BW", "male"),
    IntPatient("9658499104", "LYMER", "Peter", "1948-09-07", "DN16 1SA", "male"),
    IntPatient("9658499112", "TAFT", "Daphne", "1919-03-16", "DN16 2QY", "female"),
    IntPatient("9658499120", "MCGURK", "Verena", "1940-03-28", "DN17 2NB", "female"),
    IntPatient("9658499139", "GILROY", "Ellice", "1929-02-24", "DN20 8PT", "female"),
    IntPatient("9658499147", "COOK", "Violet", "1918-02-07", "DN20 0JH", "female"),
    IntPatient("9658499155", "COYNE", "Joyce", "1933-01-22", "DN17 1TR", "female"),
    IntPatient("9658499163", "LUMAS", "Hariot", "1948-04-23", "DN15 7QQ", "female"),
    IntPatient("9658499171", "BONNEY", "Lynda", "1949-03-21", "DN17 1XR", "female"),
)
"""The 17 patients of the page's table, in its order."""

STATEFUL_NHS_NUMBER: Final = "9707606312"
"""The patient whose requests 111 to ED are remembered, per End User Organisation."""
