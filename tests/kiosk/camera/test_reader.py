"""Reading video files and a camera on the network, with all the ways they stop."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.camera.source import CameraSource
from tests.kiosk.camera.films import (
    list_frames,
    number_of,
    paint_number,
    read_source,
    serve_camera,
    wait_state,
    wait_until,
    write_film,
)

BLACK = np.zeros((240, 320, 3), dtype=np.uint8)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_film(tmp_path / "film.avi", [paint_number(n) for n in range(30)])


def test_a_film_is_seen_in_order_to_its_end(film: Path) -> None:
    with read_source(CameraSource(str(film))) as reader:
        assert reader.state() == "opening"
        frames = list_frames(reader)

        seen = [number_of(frame.image) for frame in frames]
        assert seen == sorted(set(seen))
        assert len(seen) >= 10
        assert frames[0].image.shape == (240, 320, 3)
        assert [f.number for f in frames] == sorted({f.number for f in frames})
        assert reader.state() == "lost"


def test_it_is_ready_while_it_plays(film: Path) -> None:
    with read_source(CameraSource(str(film), loops=True)) as reader:
        wait_state(reader, "ready")


def test_a_film_plays_at_its_own_pace(film: Path) -> None:
    with read_source(CameraSource(str(film))) as reader:
        frames = list_frames(reader)

    # 30 pictures at 30 a second: one second, whatever the machine does.
    assert frames[-1].captured_at_ms_monotonic - frames[0].captured_at_ms_monotonic > 700


def test_a_film_without_a_pace_of_its_own_takes_the_one_asked_for(film: Path) -> None:
    with read_source(CameraSource(str(film), frames_per_second=60)) as reader:
        frames = list_frames(reader)

    assert frames[-1].captured_at_ms_monotonic - frames[0].captured_at_ms_monotonic < 5000


def test_who_comes_late_gets_the_newest_and_never_the_same_again(film: Path) -> None:
    with read_source(CameraSource(str(film), loops=True)) as reader:
        wait_until(lambda: reader.newest(20) is not None, "twenty pictures")
        frame = reader.newest()

        assert frame is not None
        assert frame.number > 20
        assert reader.newest(frame.number + 10_000) is None


def test_a_looping_film_starts_over(film: Path) -> None:
    with read_source(CameraSource(str(film), loops=True, frames_per_second=120)) as reader:
        wait_until(lambda: reader.newest(75) is not None, "more pictures than the film has")

        assert not reader.has_ended()
        assert reader.state() == "ready"


def test_a_film_that_comes_later_is_found(tmp_path: Path) -> None:
    path = tmp_path / "later.avi"
    with read_source(CameraSource(str(path), loops=True)) as reader:
        wait_state(reader, "lost")
        write_film(tmp_path / "whole.avi", [paint_number(n) for n in range(30)]).rename(path)
        wait_state(reader, "ready")


def test_a_file_that_is_no_film_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    path.write_bytes(b"RIFF but nothing else" * 50)
    with read_source(CameraSource(str(path), loops=True)) as reader:
        wait_state(reader, "lost")
        assert reader.newest() is None


def test_a_truncated_film_ends_early_and_harmlessly(film: Path) -> None:
    film.write_bytes(film.read_bytes()[:60_000])
    with read_source(CameraSource(str(film))) as reader:
        wait_state(reader, "lost")


def test_a_film_that_goes_black_is_noticed_and_cured_by_light(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bright = [paint_number(n) for n in range(20)]
    film = write_film(tmp_path / "dark.avi", [*bright, *[BLACK] * 240, *bright])
    with read_source(CameraSource(str(film), loops=True)) as reader:
        wait_state(reader, "ready")
        # It opens the film anew at once, which begins with light: the state may be gone by now.
        wait_until(lambda: "is black" in caplog.text, "black")
        wait_state(reader, "ready")


def test_two_readers_see_their_own_film(tmp_path: Path, film: Path) -> None:
    other = write_film(tmp_path / "other.avi", [paint_number(33)] * 30)
    with (
        read_source(CameraSource(str(film), loops=True)) as one,
        read_source(CameraSource(str(other), loops=True)) as two,
    ):
        wait_until(lambda: one.newest(5) is not None and two.newest(5) is not None, "both")
        second = two.newest()

        assert second is not None
        assert number_of(second.image) == 33


def test_stopping_wakes_who_waits_and_can_be_repeated(film: Path) -> None:
    with read_source(CameraSource(str(film), loops=True)) as reader:
        wait_state(reader, "ready")
        reader.stop()
        frame = reader.newest()
        assert frame is not None
        assert reader.newest(frame.number, wait_seconds=60) is None


def test_a_reader_never_started_can_be_stopped(film: Path) -> None:
    with read_source(CameraSource(str(film))) as reader:
        pass
    assert reader.settings() == ()


def test_a_camera_on_the_network_is_read() -> None:
    with serve_camera(paint_number) as server, read_source(CameraSource(server.url)) as reader:
        wait_state(reader, "ready")
        wait_until(lambda: reader.newest(10) is not None, "ten pictures")
        frame = reader.newest()

        assert frame is not None
        assert frame.image.shape == (240, 320, 3)
        assert server.viewers == 1


def test_a_stream_that_stalls_is_lost_and_found_again() -> None:
    with serve_camera(paint_number) as server, read_source(CameraSource(server.url)) as reader:
        wait_state(reader, "ready")
        server.paint = lambda number: None
        wait_state(reader, "lost")
        server.paint = paint_number
        wait_state(reader, "ready")


def test_a_stream_that_repeats_one_picture_is_frozen_and_opened_again() -> None:
    with serve_camera(paint_number) as server, read_source(CameraSource(server.url)) as reader:
        wait_state(reader, "ready")
        server.paint = lambda number: paint_number(7)
        wait_state(reader, "frozen")
        wait_until(lambda: server.viewers > 1, "opened again")
        server.paint = paint_number
        wait_state(reader, "ready")


def test_a_stream_that_may_stand_still_is_not_frozen() -> None:
    with (
        serve_camera(lambda number: paint_number(7)) as server,
        read_source(CameraSource(server.url, is_still=True)) as reader,
    ):
        wait_until(lambda: reader.newest(110) is not None, "four seconds of the same")
        assert reader.state() == "ready"


def test_a_camera_that_refuses_is_asked_again() -> None:
    with serve_camera(paint_number) as server:
        server.is_refusing = True
        with read_source(CameraSource(server.url)) as reader:
            wait_state(reader, "lost")
            server.is_refusing = False
            wait_state(reader, "ready")


def test_a_camera_that_is_unplugged_is_lost() -> None:
    with serve_camera(paint_number) as server, read_source(CameraSource(server.url)) as reader:
        wait_state(reader, "ready")
        server.is_refusing = True
        wait_state(reader, "lost")


@pytest.mark.parametrize("address", ["61", "/dev/v4l/by-id/usb-nobody-video-index0"])
def test_a_camera_that_is_not_there_is_lost(address: str) -> None:
    with read_source(CameraSource(address)) as reader:
        wait_state(reader, "lost")
        assert reader.newest() is None
