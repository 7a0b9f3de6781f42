"""Every link from one document to a file of the project leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def list_documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def list_local_links(document: Path) -> Iterator[str]:
    for link in LINK.findall(document.read_text("utf-8")):
        if "://" not in link and not link.startswith(("#", "mailto:")):
            yield link.partition("#")[0]


def test_there_are_documents_and_links_to_check() -> None:
    assert any(list_local_links(document) for document in list_documents())


@pytest.mark.parametrize("document", list_documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(document: Path) -> None:
    missing = [link for link in list_local_links(document) if not (document.parent / link).exists()]

    assert missing == []


def test_every_document_is_found_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link).resolve() for link in list_local_links(index)}

    assert set((ROOT / "docs").glob("*.md")) - {index} <= linked


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"`make ([a-z-]+)`", (ROOT / "README.md").read_text("utf-8")))

    assert targets
    assert all(f"\n{target}:" in makefile for target in targets)
