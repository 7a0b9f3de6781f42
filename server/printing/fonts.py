"""The four font files of a badge and where the set-up put them."""

from pathlib import Path

from server.printing.errors import BadgeError

DEFAULT_FONTS_DIR = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"

# Script and weight of each file, as npm's @expo-google-fonts packages name them.
FONT_FILES = {
    ("latin", ""): "NotoSans_400Regular.ttf",
    ("latin", "B"): "NotoSans_700Bold.ttf",
    ("arabic", ""): "NotoSansArabic_400Regular.ttf",
    ("arabic", "B"): "NotoSansArabic_700Bold.ttf",
}


def find_fonts(fonts_dir: Path | None = None) -> dict[tuple[str, str], Path]:
    """Path of each font file in `fonts_dir`, by script and weight.

    Raises `BadgeError` `fonts_missing` with the missing names in `files`.
    """
    folder = fonts_dir or DEFAULT_FONTS_DIR
    found = {key: folder / name for key, name in FONT_FILES.items()}
    missing = [path.name for path in found.values() if not path.is_file()]
    if missing:
        raise BadgeError("fonts_missing", f"not in {folder}", files=", ".join(missing))
    return found
