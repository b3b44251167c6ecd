"""The machine: the time, chance, passwords, the calendar. Each answers a protocol of `ports.system`."""
