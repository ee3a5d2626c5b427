"""A broker that does not answer for a moment costs a worker nothing that it would not get back."""

import os
import signal
from contextlib import contextmanager

import pytest
from kombu import Connection, Consumer, Queue
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config import celery  # noqa: F401  installs the transport
from gotuto.runtime.valkey import Valkey
from gotuto.stores.broker import broker_of


@pytest.fixture
def valkey(tmp_path):
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


@contextmanager
def frozen(valkey):
    os.kill(valkey.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(valkey.process.pid, signal.SIGCONT)


@pytest.mark.parametrize(
    "answer", [lambda message: message.ack(), lambda message: message.reject()], ids=["ack", "reject"]
)
def test_a_worker_takes_the_next_message_when_the_broker_could_not_be_told_that_one_is_done(valkey, answer):
    options, taken = {"socket_timeout": 0.2}, []
    with Connection(broker_of(valkey.url()).url, transport_options=options) as connection:
        channel = connection.channel()
        with connection.Producer(channel) as producer:
            for text in ("first", "second"):
                producer.publish(text, routing_key="tasks", declare=[Queue("tasks")])
        channel.basic_qos(0, 1, False)
        with Consumer(channel, [Queue("tasks")], on_message=taken.append):
            connection.drain_events(timeout=5)
            with frozen(valkey), pytest.raises((RedisError, OperationalError)):
                answer(taken[0])
            connection.drain_events(timeout=5)
    assert [message.decode() for message in taken] == ["first", "second"]
