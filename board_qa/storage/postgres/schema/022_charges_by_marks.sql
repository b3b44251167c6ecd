-- What a network billed says by a mark for what it was. Of what was booked before nobody can tell any more.

UPDATE charge SET resource = 'unnamed ' || id WHERE kind != 'reserved' AND resource NOT LIKE 'unnamed %';
