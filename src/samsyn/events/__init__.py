"""Events: programme, registration, check-in. An empty room: a later issue builds here."""
