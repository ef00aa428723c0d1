"""What comes in as files: read into plain rows, with every fault named by its place."""
