"""One whole meeting without a browser, against a real server over real HTTP and a real socket. `make rehearse`.

It counts by its own records of what it sent and was told, never by asking the product's own counters.
"""
