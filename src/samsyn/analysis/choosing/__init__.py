"""Support for a choice between measures: how sure their order is, and what fits under a budget."""
