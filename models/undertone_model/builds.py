"""The two builds of the weights, and the marks in the clip table's `use` of what may train each."""

USES = {"open": ["open"], "research": ["open", "research"]}
