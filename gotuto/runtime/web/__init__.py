"""The web server: uvicorn speaks HTTP, a bounded pool of threads answers, and slow peers hold neither.

`worker` is what gunicorn runs in each process. In it a `connection` reads one peer's requests, a `sweeper` looks at the clock,
the `gateway` has each whole request answered by the WSGI application in the `pool`. `heads` says what a head must be, `limits`
what a peer may take, `refusals` what is told to whoever took more. `threaded` is the fallback without an event loop.
"""
