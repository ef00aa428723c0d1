"""Networks as they stand in files: readers of TNTP, GMNS and CSV, a writer of GMNS, and the table they settle into."""
