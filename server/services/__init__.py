"""Use cases: the only writers, one function per thing the product does."""
