"""The two builds of the weights, and the marks in the clip table's `use` of what may train each."""

USES = {"open": ["open"], "research": ["open", "research"]}
SHARED = "open"
"""The build whose data teach what both builds share: every build may use them."""
