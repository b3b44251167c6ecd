"""The only chooser: which store, which network, which announcer. Nothing here runs in the background."""
