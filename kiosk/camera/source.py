"""Which camera a lane looks through, and how it wants to be set."""

import os
from dataclasses import dataclass
from pathlib import Path

_STREAM_SCHEMES = ("rtsp://", "rtsps://", "http://", "https://", "rtmp://", "udp://", "srt://")


@dataclass(frozen=True)
class CameraSource:
    """Where pictures come from, and the settings asked for.

    `address` is an index ("0"), a device path (best a stable one, /dev/v4l/by-id/...), an address
    (rtsp://, http:// and the like) or a video file. `exposure` and `focus` are the driver's own
    numbers, None for automatic. `frames_per_second` is asked of a camera and is the pace of a file
    that does not know its own (raw .mjpeg). `mirrored` is for the preview only: decoders get the
    picture as it is. `loops` starts a file over at its end. `is_still` says that this camera's
    picture may be the same to the last pixel while nobody is there (virtual ones, some streams).
    """

    address: str
    width: int = 1280
    height: int = 720
    frames_per_second: float | None = None
    exposure: float | None = None
    focus: float | None = None
    mirrored: bool = True
    loops: bool = False
    is_still: bool = False

    @property
    def kind(self) -> str:
        """`index`, `stream`, `device` (a path below /dev) or `file`."""
        if self.address.isdecimal():
            return "index"
        if self.address.lower().startswith(_STREAM_SCHEMES):
            return "stream"
        return "device" if self._is_device() else "file"

    @property
    def may_stand_still(self) -> bool:
        """Whether a picture that does not change is no fault; files cannot freeze."""
        return self.is_still or self.kind == "file"

    @property
    def shown_address(self) -> str:
        """The address without a password, for logs and pages."""
        scheme, found, rest = self.address.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}" if found else self.address

    def _is_device(self) -> bool:
        return (
            os.path.abspath(self.address).startswith("/dev/") and not Path(self.address).is_file()
        )
