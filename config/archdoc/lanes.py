"""A Mermaid sequence diagram that grows line by line, with a lane for whoever takes part."""

from config.archdoc import events, tree
from config.archdoc.reach import Reach, Tell, direct, reach


class Lanes:
    """Lines of a sequence diagram; lanes stand in the order in which they are first spoken of."""

    def __init__(self) -> None:
        self._lanes: list[str] = []
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        heads = [f"    {'actor' if lane == 'client' else 'participant'} {lane}" for lane in self._lanes]
        return ["sequenceDiagram", *heads, *self._lines]

    def call(self, caller: str, called: str, words: str) -> None:
        self._say(f"{self._lane(caller)}->>{self._lane(called)}: {words}")

    def note(self, lane: str, words: str) -> None:
        self._say(f"Note over {self._lane(lane)}: {words}")

    def follow(self, found: Reach) -> None:
        """What some functions ask and tell; an event that nobody hears is not drawn."""
        for each in found.does:
            if isinstance(each, Tell):
                self.event(each)
            else:
                self.call(each.caller, each.called, each.function)

    def event(self, told: Tell) -> None:
        """An event and what its hearers do; what they tell in turn is heard after that."""
        teller = tree.context_of(told.event)
        for handler in events.hearers(told.event):
            hearer = handler.name.partition(".")[0]
            words = "<br/>".join([told.event.__name__, *direct(handler.handle)])
            self._say(f"{self._lane(teller)}--){self._lane(hearer)}: {words}")
            self.follow(reach(handler.handle))

    def _lane(self, name: str) -> str:
        if name not in self._lanes:
            self._lanes.append(name)
        return name

    def _say(self, line: str) -> None:
        self._lines.append(f"    {line}")
