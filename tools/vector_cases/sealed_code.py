"""Sealed badge codes: what comes out was computed once by Node's cryptography, not by ours."""

from tools.vector_cases import Section, case, section

PUBLIC_KEY = (
    "041779850bc6a54c232a2d8b2802210be39219cea3f20d860e86b3d72636357f646d5060deac719bb088d93fa71404"
    "de879e737a391029de90a93069c66365585a"
)
"""The key that belongs to the secret 0x2222…22."""
_CODE = "A8PZ5XWYZXAC0G2A34B9TB64BVXEW"
_ONCE = "11" * 32
_OWN = "BHtODwpvX27IQ4+9g3Jqz11lyK+a+n2YyRTWL8iIFQ/TWoBap3+qcyYUolRfjx5B4oBXNSIGg+War4a81GJmbNA="
_HIGH = "BBXZPrGHt9yczWcbQemcP4WpUnUwXI+HppDblA2h+ISKMW5mWJ4noFYipe2nioq1GwECWsBc+5GN9s4oFMrjVGI="
_LOW = "BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU="


def make_sections() -> list[Section]:
    """From a text to what waits on a device."""
    cases = [
        _case(
            "own badge",
            (_CODE, _ONCE, 0),
            _OWN,
            "/hwuHtVSYg8OgSP7Cm8jOE/AjEnoOtRtcUYcrneQI6JlYhABLZIwEQ3a+6Rb",
        ),
        _case(
            "the same again",
            (_CODE, _ONCE, 1),
            _OWN,
            "FFcbGVanAuBdqKYIgAxseXgr8KHK56/7z3X4YuOjXsEyg4d7Zpm6nodsy0u7",
        ),
        _case(
            "beyond ASCII",
            ("é🎫 بطاقة", "ff" * 32, (1 << 53) - 1),
            _HIGH,
            "Bl3Q6Y4ZPKUgfoxpO/7D7L8fw76udUvGCpUV67oT9O1i",
        ),
        _case("no text", ("", "00" * 32, 5), _LOW, "EfKW0RHCgljDnAJX5Tyohw=="),
    ]
    return [section("seal_code", cases, {"public_key": PUBLIC_KEY})]


def _case(name: str, sealed: tuple[str, str, int], own: str, cipher: str) -> dict[str, object]:
    text, once, number = sealed
    given = {"text": text, "once": once, "number": number}
    return case(name, given, f"ACS1.{own}.{number}.{cipher}")
