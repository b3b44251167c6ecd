"""A page that no application of ours makes: nothing of the request was read, so it is in both languages at once."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

_STYLE = "body{font:19px/1.5 Arial,sans-serif;max-width:40em;margin:2em auto;padding:0 1em;color:#212b32}"
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
# The value of Content-Security-Policy that such a page is sent with.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


def plain_page(heading: str, english: str, welsh_heading: str, welsh: str) -> bytes:
    """`english` and `welsh` are paragraphs of HTML below the headings, which are text of ours."""
    return f"""\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{heading}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{heading}</h1>
{english}
<section lang="cy">
<h2>{welsh_heading}</h2>
{welsh}
</section>
</main>
</body>
</html>
""".encode()
