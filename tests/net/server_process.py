"""A real server for the tests, in a process of its own: `python -m tests.net.server_process FILE`.

FILE holds the overrides for the settings as JSON. Prints one line of JSON when ready.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import gevent  # noqa: E402
from flask import Flask, jsonify, request  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402

from server.config import load_settings  # noqa: E402
from server.net import SOCKET_OPTIONS, Addresses, serve  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, **SOCKET_OPTIONS)


@app.get("/hello")
def say_hello() -> str:
    return "hello"


@app.post("/upload")
def count_upload() -> Any:
    return jsonify(received=len(request.get_data()))


@app.get("/fail")
def fail() -> str:
    raise RuntimeError("the application has a fault")


@app.get("/large/<int:size>")
def send_large(size: int) -> bytes:
    return b"x" * size


@app.get("/slow/<float:seconds>")
def answer_late(seconds: float) -> str:
    logging.info("a slow answer has begun")
    gevent.sleep(seconds)
    return "late"


@app.get("/sockets")
def list_sockets() -> Any:
    """Packets waiting per open socket, and the memory of this process in KiB."""
    waiting = [s.queue.qsize() for s in list(socketio.server.eio.sockets.values())]
    statm = Path("/proc/self/statm").read_text().split()
    kib = int(statm[1]) * resource.getpagesize() // 1024
    return jsonify(waiting=waiting, memory_kib=kib)


@app.post("/emit")
def emit_many() -> Any:
    """Emit `count` events of `size` bytes to everyone."""
    count, size = request.json["count"], request.json["size"]
    for number in range(count):
        socketio.emit("news", {"number": number, "text": "é" * (size // 2)})
        if number % 50 == 0:
            gevent.sleep(0)
    return jsonify(sent=count)


@socketio.on("ask")
def answer(question: Any) -> Any:
    return {"you_asked": question}


def tell_parent(addresses: Addresses) -> None:
    line = {"product": addresses.product, "handover": addresses.handover, "pid": os.getpid()}
    print(json.dumps(line), flush=True)


def main() -> None:
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format="%(levelname)s %(message)s")
    overrides = json.loads(Path(sys.argv[1]).read_text())
    serve(app, load_settings({}, overrides), tell_parent)
    print(json.dumps({"stopped": True}), flush=True)


if __name__ == "__main__":
    main()
