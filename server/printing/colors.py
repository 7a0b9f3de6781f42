"""Colours of a badge, and which text colour can be read on them (WCAG 2.2 contrast)."""

import re
from dataclasses import dataclass

_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Color:
    """An sRGB colour, each channel 0 to 1."""

    red: float
    green: float
    blue: float

    @property
    def luminance(self) -> float:
        """Relative luminance after WCAG 2.2: 0 is black, 1 is white."""
        red, green, blue = (_linear(channel) for channel in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def mix(self, other: "Color", share: float) -> "Color":
        """This colour with `share` (0 to 1) of the other one in it."""
        return Color(
            self.red + (other.red - self.red) * share,
            self.green + (other.green - self.green) * share,
            self.blue + (other.blue - self.blue) * share,
        )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def parse_color(text: str) -> Color | None:
    """Read `#rrggbb`; None when it is anything else."""
    if not _HEX_COLOR.fullmatch(text):
        return None
    return Color(*(int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def contrast(one: Color, other: Color) -> float:
    """WCAG contrast ratio, 1 to 21, the same both ways round."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pick_text_color(ground: Color) -> Color:
    """Ink or white, whichever reads better on `ground`."""
    return max((WHITE, INK), key=lambda color: contrast(color, ground))


WHITE = Color(1, 1, 1)
BLACK = Color(0, 0, 0)
INK = Color(0x0D / 255, 0x3B / 255, 0x3F / 255)
SAFFRON = Color(0xE3 / 255, 0x9A / 255, 0x1C / 255)
LAGOON = Color(0x57 / 255, 0xA3 / 255, 0x9E / 255)
