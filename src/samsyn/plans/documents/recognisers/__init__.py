"""Small recognisers: each looks at one block or one line, answers one question, and says how sure it is."""
