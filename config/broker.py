"""kombu's transport for Redis, with one mend: a message that was not acknowledged must not cost the worker its seat.

kombu counts a message as under way until the broker has been told that it is done. Where that fails, because the broker does
not answer for a moment, it counts for ever; after as many as a worker takes at once it takes none again, and says nothing.
"""

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    """Counts a message as done whether the broker could be told or not; if not, it comes once more, as after a kill."""

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except Exception:
            virtual.QoS.ack(self, delivery_tag)
            raise

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue)
        except Exception:
            virtual.QoS.ack(self, delivery_tag)
            raise


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel


class SentinelChannel(redis.SentinelChannel):
    QoS = QoS


class SentinelTransport(redis.SentinelTransport):
    Channel = SentinelChannel
