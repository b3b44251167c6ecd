"""Files that leave the house: made from the record, which says what may stand in them."""
