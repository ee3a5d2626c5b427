"""Behind Sentinels the place of the master is taken by its replica: whoever speaks to Valkey finds it by itself."""

from collections.abc import Callable

import pytest
from kombu import Connection, Consumer, Queue
from kombu.exceptions import OperationalError
from redis import RedisError

from config import celery  # noqa: F401  installs the transport
from config.broker import QoS
from config.doctor import servers as doctor
from gotuto.stores.broker import Broker, broker_of
from gotuto.stores.client import valkey_client
from tests.runtime.processes import wait_until
from tests.stores import servers

TASKS = Queue("tasks")


@pytest.fixture
def group(tmp_path):
    with servers.group(tmp_path) as running:
        yield running


def works_again(do: Callable[[], object]) -> Callable[[], bool]:
    def tried() -> bool:
        try:
            do()
        except (RedisError, OperationalError):
            return False
        return True

    return tried


def connection(broker: Broker) -> Connection:
    return Connection(broker.url, ssl=broker.tls, transport_options=broker.options)


def publish(broker: Broker, text: str) -> None:
    with connection(broker) as line, line.Producer() as producer:
        producer.publish(text, routing_key="tasks", declare=[TASKS], retry=False)


def test_a_client_goes_on_with_the_replica_when_the_master_dies(group):
    client = valkey_client(group.url, seconds=1.0)
    assert client.info("server")["tcp_port"] == group.master.port
    group.master.kill()
    wait_until(works_again(lambda: client.set("gotuto.wakeup", 1)))
    assert client.info("server")["tcp_port"] == group.standby.port


def test_a_worker_gets_the_next_message_from_the_replica_when_the_master_dies(group):
    broker, taken = broker_of(group.url), []
    publish(broker, "before")
    with connection(broker) as line:
        with Consumer(line.channel(), [TASKS], on_message=taken.append) as consumer:
            assert isinstance(consumer.channel.qos, QoS)
            line.drain_events(timeout=5)
        taken[0].ack()
    group.master.kill()
    wait_until(works_again(lambda: publish(broker, "after")))
    with connection(broker) as line, Consumer(line.channel(), [TASKS], on_message=taken.append):
        line.drain_events(timeout=5)
        taken[1].ack()
    assert [message.decode() for message in taken] == ["before", "after"]


def test_one_sentinel_is_enough_to_find_the_master(group):
    for each in group.sentinels[:2]:
        each.kill()
    assert valkey_client(group.url, seconds=1.0).ping()
    publish(broker_of(group.url), "found")


def test_a_name_that_no_sentinel_knows_and_sentinels_that_are_gone_are_told_in_words(group, monkeypatch):
    group.sentinels[0].kill()
    wrong = valkey_client(group.url.replace(f"/{servers.MASTER}/", "/another/"), seconds=1.0)
    monkeypatch.setattr(doctor.pubsub, "valkey", lambda: wrong)
    [finding] = doctor.valkey()
    assert (finding.state, finding.says.count("another is none of its masters")) == ("problem", 2)
    assert "Connection refused" in finding.says
