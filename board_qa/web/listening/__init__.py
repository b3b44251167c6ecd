"""The pictures of the listening report, as the desk and the public get them."""
