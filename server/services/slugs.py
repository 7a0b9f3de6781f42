"""Names as they stand in addresses and codes."""

import re
import unicodedata


def make_slug(text: str) -> str:
    """`SICCAM Fès 2024` becomes `siccam-fes-2024`; empty where no letter is Latin."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
