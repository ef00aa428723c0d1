"""Who may do what with files. Who may read one is ruled by the app whose thing it belongs to."""


def may_store(by) -> bool:
    return by is None or (by.is_authenticated and by.is_active)


def may_sweep(by) -> bool:
    """Only the system itself, or the operator at the command line."""
    return by is None
