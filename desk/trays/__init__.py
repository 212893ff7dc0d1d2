"""The trays of My desk, by what waits in them."""
