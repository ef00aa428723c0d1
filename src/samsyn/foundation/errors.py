"""The family of refusals: what the system declines to do, said to the person who asked."""


class Refusal(Exception):
    """A request that the rules do not allow, or input that cannot be used.

    The message is fit for the person who sees it: it names the place and the cure. Each app has its own subclass.
    The pages turn a refusal into a notice, the command line into a line on standard error and exit code 1.
    """


class NotPermitted(Refusal):
    """The person may not do this. Pages answer 403."""
