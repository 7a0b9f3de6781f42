"""Scan ids: the example of RFC 9562, and every way a clock misbehaves."""

from tools.vector_cases import Section, case, section

_RFC_MS = 0x017F22E279B0
_RFC_RANDOM = "0330d8c4dc0c0c07398f"
_RFC_ID = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
_ZEROS, _ONES = "00" * 10, "ff" * 10


def make_sections() -> list[Section]:
    """Making and recognising ids."""
    return [section("make_scan_id", _make_cases()), section("is_scan_id", _shape_cases())]


def _make_cases() -> list[dict[str, object]]:
    def made(
        name: str, now_ms: int, random10: str, last: str | None, expected: str
    ) -> dict[str, object]:
        return case(name, {"now_ms": now_ms, "random10": random10, "last": last}, expected)

    full = "017f22e2-79b0-7fff-bfff-ffffffffffff"
    return [
        made("RFC 9562, appendix A.6", _RFC_MS, _RFC_RANDOM, None, _RFC_ID),
        made("spare random bits are ignored", _RFC_MS, "ff" + _RFC_RANDOM[2:], None, _RFC_ID),
        made("all zeros", 0, _ZEROS, None, "00000000-0000-7000-8000-000000000000"),
        made("all ones", 1, _ONES, None, "00000000-0001-7fff-bfff-ffffffffffff"),
        made("time moved on", _RFC_MS + 1, _ZEROS, _RFC_ID, "017f22e2-79b1-7000-8000-000000000000"),
        made("same millisecond", _RFC_MS, _ONES, _RFC_ID, "017f22e2-79b0-7cc3-98c4-dc0c0c073990"),
        made("an hour back", _RFC_MS - 3_600_000, _ONES, _RFC_ID, _RFC_ID[:-2] + "90"),
        made(
            "random bits carry over the variant",
            0,
            _ONES,
            "017f22e2-79b0-7000-bfff-ffffffffffff",
            "017f22e2-79b0-7001-8000-000000000000",
        ),
        made("random bits used up", _RFC_MS, _ZEROS, full, "017f22e2-79b1-7000-8000-000000000000"),
        made("clock before 1970", -5, _ONES, None, "00000000-0000-7fff-bfff-ffffffffffff"),
        made("clock beyond 48 bits", 1 << 50, _ZEROS, None, "ffffffff-ffff-7000-8000-000000000000"),
    ]


def _shape_cases() -> list[dict[str, object]]:
    shapes: dict[str, tuple[object, bool]] = {
        "version 7": (_RFC_ID, True),
        "upper case": (_RFC_ID.upper(), False),
        "version 4": ("919108f7-52d1-4320-9bac-f847db4148a8", False),
        "wrong variant": ("017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", False),
        "without dashes": (_RFC_ID.replace("-", ""), False),
        "line end behind": (_RFC_ID + "\n", False),
        "blank in front": (" " + _RFC_ID, False),
        "one digit short": (_RFC_ID[:-1], False),
        "Arabic digits": (_RFC_ID.replace("0", "٠"), False),
        "empty": ("", False),
        "number": (7, False),
        "nothing": (None, False),
        "list": ([_RFC_ID], False),
    }
    return [case(name, {"text": text}, expected) for name, (text, expected) in shapes.items()]
