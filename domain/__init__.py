"""Rules and words of a trade-show entrance: pure functions of plain values."""
