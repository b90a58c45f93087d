"""A trivially fast HTTP server: the four answers of the benchmark, and nothing else."""

import asyncio
import json
import sys

ROOT = "/booking-and-referral/FHIR/R4"
HEADERS = "Content-Type: application/fhir+json\r\nConnection: keep-alive\r\n"


def _answer(status: str, body: object) -> bytes:
    content = json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\n{HEADERS}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


ANSWERS = {
    f"GET {ROOT}/metadata": _answer(
        "200 OK",
        {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "fhirVersion": "4.0.1",
            "format": ["application/fhir+json"],
        },
    ),
    f"GET {ROOT}/Slot": _answer(
        "200 OK", {"resourceType": "Bundle", "type": "searchset", "total": 0}
    ),
    f"GET {ROOT}/Appointment/": _answer(
        "200 OK",
        {
            "resourceType": "Appointment",
            "id": "a1",
            "status": "booked",
            "participant": [{"status": "accepted"}],
        },
    ),
    f"POST {ROOT}/$process-message": _answer(
        "409 Conflict",
        {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": "duplicate"}],
        },
    ),
}


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            for line in head.split("\r\n"):
                if line.lower().startswith("content-length:"):
                    await reader.readexactly(int(line.split(":")[1]))
            for start, answer in ANSWERS.items():
                if head.startswith(start):
                    writer.write(answer)
                    break
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main() -> None:
    """Serve on a free loopback port, print it, and end with standard input."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
