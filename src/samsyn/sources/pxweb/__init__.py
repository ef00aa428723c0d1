"""PxWeb, the statistics database of SCB, SSB and many others, by its API in version 1 and 2.

`metadata` reads what a table holds; `queries` chooses from it and splits what is too large; `fetching` asks politely,
part by part, and can go on where it was broken off; `presets` are tables that are often wanted.

Our own and not pxwebpy, which keeps parts in memory only, cannot be cancelled, gives labels instead of codes, reads
version 2 alone and knows nothing of private networks.
"""
