"""What a process keeps of what never changes and is slow to make: the latest used, up to a number."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """Things by a place, for any number of threads. What has not been asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[object, Thing] = OrderedDict()
        self._guard = Lock()

    def taken(self, place: object) -> Thing | None:
        """What is kept in the place."""
        with self._guard:
            if place in self._things:
                self._things.move_to_end(place)
            return self._things.get(place)

    def put(self, place: object, thing: Thing) -> Thing:
        """The thing, which is kept from now on."""
        with self._guard:
            self._things[place] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing
