"""Every read that a screen of `insights` needs: a file a noun."""
