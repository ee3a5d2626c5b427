"""What text may be, wherever people or programs hand some in: one normal form, nothing hidden, lengths that are stated."""

from gotuto.text.characters import UnfitText, line, prose
from gotuto.text.kinds import Password, Prose

__all__ = ["Password", "Prose", "UnfitText", "line", "prose"]
