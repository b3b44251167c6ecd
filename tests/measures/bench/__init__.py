"""`make bench`: how fast the product is, each figure beside a yardstick that is measured in the same run."""
