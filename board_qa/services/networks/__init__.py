"""Networks: what is read from them, in which order and how often, what is sent, and what it costs."""
