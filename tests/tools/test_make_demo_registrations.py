"""The demo's files are the ones the tool writes."""

import pytest

from tools.make_demo_registrations import FOLDER, make_files


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make_files()


def test_the_committed_files_are_the_tools(files: dict[str, bytes]) -> None:
    shipped = {path.name: path.read_bytes() for path in FOLDER.glob("[a-z]*.*")}
    assert {name for name, content in files.items() if shipped.get(name) != content} == set()


def test_the_same_files_every_time(files: dict[str, bytes]) -> None:
    assert make_files() == files


def test_nobody_can_be_written_to(files: dict[str, bytes]) -> None:
    text = files["siccam-inscriptions.csv"].decode("cp1252").lower()
    domains = {word.split("@")[1].split(";")[0].strip() for word in text.split() if "@" in word}
    assert domains == {"example.com", "example.org", "example.net"}
