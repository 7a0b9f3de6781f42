"""What the camera doctor is told of a decoded frame."""

from kiosk.camera.doctor import Glimpse, measure_picture
from kiosk.camera.reader import Frame
from kiosk.decoder.cascade import Decoded

_CODE_LIKE = 2.5
"""Between an empty hall and a badge, as `Region.strength` measures them."""


def take_glimpse(frame: Frame, decoded: Decoded) -> Glimpse:
    """Figures of a frame and of the part in which a code is, or may be."""
    region, part, share = decoded.region, None, 0.0
    if region is not None and region.strength >= _CODE_LIKE:
        part = measure_picture(region.cut(frame.image)[0])
        share = 2 * region.reach / frame.image.shape[1]
    return Glimpse(
        at_ms=frame.captured_at_ms_monotonic,
        whole=measure_picture(frame.image),
        part=part,
        part_share=share,
        decode_ms=decoded.decode_ms,
        is_read=bool(decoded.texts),
    )
