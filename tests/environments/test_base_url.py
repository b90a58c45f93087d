import pytest

from pytest_bars.environments.base_url import BaseUrl
from pytest_bars.errors import ProtocolError


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "https://int.api.service.nhs.uk/booking-and-referral/FHIR/R4/",
            (
                "https://int.api.service.nhs.uk",
                "int.api.service.nhs.uk",
                443,
                "/booking-and-referral/FHIR/R4",
            ),
        ),
        ("http://127.0.0.1:8080", ("http://127.0.0.1:8080", "127.0.0.1", 8080, "")),
        ("http://[::1]:80/x", ("http://[::1]:80", "::1", 80, "/x")),
    ],
)
def test_a_base_url_is_read_in_its_parts(
    text: str, parts: tuple[str, str, int, str]
) -> None:
    url = BaseUrl.parse(text)
    assert (url.origin, url.host, url.port, url.path) == parts
    assert url.text == url.origin + url.path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "host",
        "ftp://host/x",
        "//host/x",
        "https:///x",
        "https://host/x?y",
        "https://host/x#y",
        "https://host/../x",
        "https://host//x",
        "https://host:99999/x",
        "https://host:/x",
        "https://a..b/x",
        f"https://{'a' * 64}/x",
        "https://h st/x",
        "https://hóst/x",
        "https://host/x\n",
        "http://[::1",
        "http://[:::::::::1]/x",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError, match="expected a URL such as"):
        BaseUrl.parse(text)


def test_a_password_is_not_quoted() -> None:
    with pytest.raises(ProtocolError, match="user name") as caught:
        BaseUrl.parse("https://me:canary@host/x")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("http://127.0.0.1/x", True),
        ("http://127.8.8.8:1/x", True),
        ("http://[::1]/x", True),
        ("http://localhost:1/x", True),
        ("http://localhost.evil.example/x", False),
        ("http://127.0.0.1.evil.example/x", False),
        ("http://10.0.0.1/x", False),
        ("https://api.service.nhs.uk/x", False),
    ],
)
def test_loopback_is_this_machine_only(text: str, *, stays: bool) -> None:
    assert BaseUrl.parse(text).is_loopback is stays
