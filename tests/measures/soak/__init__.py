"""Many questions a second for many minutes while parts of the service are killed: `make soak`."""
