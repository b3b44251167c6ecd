"""`make bench`."""

from tests.measures.bench.similar import main

main()
