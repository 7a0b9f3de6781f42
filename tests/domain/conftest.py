"""Property tests give the same cases in every run, and no verdict on a busy machine's speed.

`EXPLORE=1 pytest tests/domain` makes new cases.
"""

import os

from hypothesis import settings

settings.register_profile("stable", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", database=None, deadline=None)
settings.load_profile("explore" if "EXPLORE" in os.environ else "stable")
