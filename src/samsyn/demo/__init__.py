"""The demonstration region: facts, invented people, and a plan a year into its follow-up."""
