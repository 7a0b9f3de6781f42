"""SQL and nothing else; one module per noun."""
