"""Questions: what was asked, what may become of it, who may see what."""
