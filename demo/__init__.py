"""A whole fair to try Accueil with: `make demo`."""
