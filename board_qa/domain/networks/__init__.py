"""Networks: what goes out and what comes in, in the words of no network in particular."""
