"""Pages and forms, with the application in this process."""
