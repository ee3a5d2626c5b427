"""Sagas: work in steps across contexts, each with its undo, that ends either done or undone, whatever breaks on the way."""

from gotuto.sagas.definition import Saga, Step, Subject
from gotuto.sagas.exclusion import exclude_each_other
from gotuto.sagas.runs import Refusal
from gotuto.sagas.waiting import CallStatus, Deadline, Overdue, Wait

__all__ = ["CallStatus", "Deadline", "Overdue", "Refusal", "Saga", "Step", "Subject", "Wait", "exclude_each_other"]
