"""The consistency rules, one module per noun."""
