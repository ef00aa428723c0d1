"""What studies show, as files: a module a format."""
