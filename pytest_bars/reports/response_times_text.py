"""How long answers took, as text for a terminal."""

from collections.abc import Iterator

from pytest_bars.reports.response_times import ResponseTimes, TimeJudgement, Times


def response_times_lines(times: ResponseTimes) -> Iterator[str]:
    """Yield a table by operation, each limit with what was found, and where."""
    yield f"response times, {times.measured}"
    for each in times.operations:
        yield f"  {_told(each)}"
    for judgement in times.judgements:
        yield f"  {_judged(judgement)}"


def response_times_summary(times: ResponseTimes) -> Iterator[str]:
    """Yield what a summary has room for: messages, the rest, and where measured."""
    for scope in times.scopes:
        verdicts = ", ".join(
            f"{judgement.requirement} {judgement.verdict}"
            for judgement in times.judgements
            if judgement.scope == scope.operation
        )
        yield f"{_told(scope)}: {verdicts}"
    yield times.measured


def _told(times: Times) -> str:
    lost = f", {times.unanswered} without an answer in time" if times.unanswered else ""
    if not times.count:
        return f"{times.operation}: no answer{lost}"
    return (
        f"{times.operation}: {times.count} answered, p50 {times.p50_ms} ms, "
        f"p90 {times.p90_ms} ms, max {times.max_ms} ms{lost}"
    )


def _judged(judgement: TimeJudgement) -> str:
    which = "every" if judgement.percent == 100 else f"{judgement.percent}% of"  # noqa: PLR2004 - per cent
    noun = "request" if which == "every" else "requests"
    return (
        f"{judgement.requirement} {judgement.verdict}: {which} {noun} of "
        f"{judgement.scope} below {judgement.below_ms} ms; "
        f"found {judgement.found_ms} ms in {judgement.count}"
    )
