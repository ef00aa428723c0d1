"""From bytes and a mapping to records: what a file of data holds, and what is said of it in words.

`mappings` says what a mapping is; `words` says what readers and checks found; both are light. `reader`, `outlines` and
`checking` open files, with all that takes: import them where a file is opened, not where the site starts.
"""
