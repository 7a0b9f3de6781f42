"""What a picture is."""

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Height x width (grey), or height x width x 3 (blue, green, red)."""
