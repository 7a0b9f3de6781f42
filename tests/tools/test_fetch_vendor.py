"""Files of npm packages arrive in `static/vendor`, those and no others."""

import json
from pathlib import Path

import pytest

from tools import fetch_vendor
from tools.fetch_vendor import FetchError, copy_files, is_fetched
from tools.vendor_files import TYPES, list_copies
from tools.write_locks import strip_addresses

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A `node_modules` that has every wanted file, with its own path as content."""
    for source in list_copies().values():
        path = tmp_path / "node_modules" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return tmp_path / "node_modules"


def list_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_keep_their_paths_and_fonts_share_a_folder(modules: Path, tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"

    copy_files(modules, vendor)

    assert list_files(vendor) == list_copies().keys() | TYPES.keys()
    assert (vendor / "idb/build/index.js").read_text() == "idb/build/index.js"
    assert (vendor / "fonts/NotoSans_400Regular.ttf").is_file()


def test_what_is_no_longer_wanted_goes(modules: Path, tmp_path: Path) -> None:
    stale = tmp_path / "vendor" / "old-package" / "old.js"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")

    copy_files(modules, tmp_path / "vendor")

    assert not stale.parent.exists()


def test_a_package_without_its_file_stops_before_anything_is_copied(
    modules: Path, tmp_path: Path
) -> None:
    (modules / "idb/build/index.js").unlink()

    with pytest.raises(FetchError, match="idb/build/index.js"):
        copy_files(modules, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


@pytest.mark.parametrize(
    ("stamp", "is_dev", "expected"),
    [
        ("abc run", False, True),
        ("abc run", True, False),
        ("abc dev", False, True),
        ("abc dev", True, True),
        ("old dev", True, False),
        (None, False, False),
    ],
)
def test_only_a_fetch_of_this_lock_that_brought_enough_counts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stamp: str | None,
    is_dev: bool,
    expected: bool,
) -> None:
    monkeypatch.setattr(fetch_vendor, "STAMP", tmp_path / ".fetched")
    if stamp:
        (tmp_path / ".fetched").write_text(stamp)

    assert is_fetched("abc", is_dev) is expected


def test_the_set_up_that_runs_these_tests_fetched_everything() -> None:
    assert list_copies().keys() <= list_files(ROOT / "static" / "vendor")


@pytest.mark.parametrize(
    "name", ["package-lock.json", "requirements.lock", "requirements-dev.lock"]
)
def test_no_lock_holds_an_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text("utf-8")


def test_every_npm_package_of_the_lock_has_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    assert all(package["integrity"] for name, package in packages.items() if name)


def test_addresses_that_npm_writes_are_removed() -> None:
    package = {"version": "1.0.0", "resolved": "https://a.example/b.tgz", "funding": {"url": "x"}}

    stripped = json.loads(strip_addresses(json.dumps({"packages": {"": {}, "a": package}})))

    assert stripped["packages"] == {"": {}, "a": {"version": "1.0.0"}}
