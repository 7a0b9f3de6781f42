"""Clock offsets and corrected times."""

from tools.vector_cases import Section, case, section

_NOON = 1_714_132_800_000
"""2024-04-26 12:00 UTC."""
_TEN_YEARS = 315_532_800_000


def make_sections() -> list[Section]:
    """All of the clock."""
    return [
        section("measure_offset", _offset_cases()),
        section("best_offset", _best_cases()),
        section("corrected_time", _corrected_cases()),
        section("plausible_time", _plausible_cases()),
        section("is_clock_off", _off_cases()),
    ]


def _sample(sent_at: int, server_at: int, received_at: int) -> dict[str, int]:
    return {"sent_at": sent_at, "server_at": server_at, "received_at": received_at}


def _offset_cases() -> list[dict[str, object]]:
    return [
        case("right on time", _sample(_NOON, _NOON + 5, _NOON + 10), 0),
        case("device a minute slow", _sample(_NOON - 60_000, _NOON + 5, _NOON - 59_990), 60_000),
        case("device fast", _sample(_NOON + 2_000, _NOON + 50, _NOON + 2_100), -2_000),
        case(
            "ten years behind", _sample(_NOON - _TEN_YEARS, _NOON, _NOON - _TEN_YEARS), 315532800000
        ),
        case("odd round trip rounds the middle down", _sample(0, 100, 5), 98),
        case("odd round trip before 1970", _sample(-5, 100, 0), 103),
    ]


def _best_cases() -> list[dict[str, object]]:
    slow, fast, tie = _sample(0, 1_000, 500), _sample(0, 700, 20), _sample(100, 999, 120)
    stepped = _sample(500, 600, 400)
    return [
        case("nothing measured", {"samples": []}, None),
        case("one sample", {"samples": [slow]}, 750),
        case("the fastest wins", {"samples": [slow, fast]}, 690),
        case("the first of equally fast ones", {"samples": [slow, fast, tie]}, 690),
        case("a clock set back under way is left out", {"samples": [stepped, slow]}, 750),
        case("only a clock set back under way", {"samples": [stepped]}, None),
        case("no time passed at all", {"samples": [_sample(10, 30, 10)]}, 20),
    ]


def _corrected_cases() -> list[dict[str, object]]:
    given = {"device_at": _NOON - 90_000, "clock_offset_ms": 90_000}
    return [case("slow device", given, _NOON)]


def _plausible_cases() -> list[dict[str, object]]:
    def asked(name: str, at: int, expected: int) -> dict[str, object]:
        given = {"corrected_at": at, "earliest": _NOON, "latest": _NOON + 60_000}
        return case(name, given, expected)

    return [
        asked("between pairing and arrival", _NOON + 1, _NOON + 1),
        asked("the moment of pairing", _NOON, _NOON),
        asked("before pairing", _NOON - 1, _NOON + 60_000),
        asked("the moment of arrival", _NOON + 60_000, _NOON + 60_000),
        asked("from the future", _NOON + 60_001, _NOON + 60_000),
    ]


def _off_cases() -> list[dict[str, object]]:
    answers = {0: False, 60_000: False, 60_001: True, -60_000: False, -60_001: True}
    return [case(f"{ms} ms", {"clock_offset_ms": ms}, is_off) for ms, is_off in answers.items()]
