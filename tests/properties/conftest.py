from __future__ import annotations

from hypothesis import settings

# The same examples in every run: a gate that finds something else each time blames whoever comes by. No deadline: a
# busy machine is no fault.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=100)
settings.load_profile("repeatable")
