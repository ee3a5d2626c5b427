"""Sagas: work in steps across contexts, each with its undo, that ends either done or undone, whatever breaks on the way."""

from gotuto.sagas.definition import Saga, Step, Subject
from gotuto.sagas.runs import Refusal

__all__ = ["Refusal", "Saga", "Step", "Subject"]
