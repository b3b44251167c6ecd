"""How much X takes at a time (docs/networks/x.md, "Limits")."""

from __future__ import annotations

LENGTH = 280  # weighted characters, as X's own parser counts them
SMALLEST_PAGE, LARGEST_PAGE = 10, 100  # posts
LONGEST_QUERY = 512  # characters, recent search on pay per use
