"""A small Trunkline server in plain Python: the echo service, one thread per connection, announced credit kept.

Prints its port. Ends when its standard input does.
"""

import socket
import struct
import sys
import threading

from trunkline_client import (
    CANCEL, CREDIT, DATA, END, FRAGMENT, GOAWAY, HEAD, HELLO, LAST, MORE, OPEN, PING, PONG,
    PREFACE, TIMEOUT, UNLIMITED, WELCOME, fields, number, read_varint, text, varint,
)

METHODS = [("echo", 0), ("payload", 0), ("down", 1), ("up", 2), ("both", 3)]
CONNECTION_CREDIT, STREAM_CREDIT = 1 << 20, 65536


class Call:
    def __init__(self, id, method, credit):
        self.id, self.name, self.kind = id, *METHODS[method - 1]
        self.credit, self.untaken, self.size = credit, 0, 0
        self.parts, self.last, self.outgoing = None, False, []
        self.requests_open, self.answered = True, False


class Connection:
    def __init__(self, peer):
        self.socket, self.received, self.calls, self.untaken = peer, bytearray(), {}, 0
        self.next_id = 1

    def write(self, kind, flags, id, body=b""):
        self.socket.sendall(struct.pack(">HBI", len(body), kind << 4 | flags, id) + body)

    def take(self, size):
        while len(self.received) < size:
            chunk = self.socket.recv(1 << 16)
            if not chunk:
                raise EOFError
            self.received += chunk
        taken, self.received = bytes(self.received[:size]), self.received[size:]
        return taken

    def read_frame(self):
        size, kind, id = struct.unpack(">HBI", self.take(7))
        return kind >> 4, kind & 15, id, self.take(size)

    def serve(self):
        assert self.take(8) == PREFACE
        body, flags = b"", MORE
        while flags & MORE:
            kind, flags, _, part = self.read_frame()
            assert kind == HELLO
            body += part
        peer = fields(body)
        told = (peer.get(field, [0])[0] for field in (4, 5))
        self.peer_stream, self.credit = (float("inf") if n == UNLIMITED else n for n in told)
        welcome = number(1, 1) + text(2, b"python") + number(3, 4 << 20)
        welcome += number(4, STREAM_CREDIT) + number(5, CONNECTION_CREDIT) + number(6, 64)
        for index, (name, kind) in enumerate(METHODS):
            method = number(1, index + 1) + text(2, b"echo.v1.Echo/" + name.encode())
            welcome += text(9, method + number(3, kind))
        self.socket.sendall(PREFACE)
        self.write(WELCOME, 0, 0, welcome)
        while True:
            self.step()

    def step(self):
        kind, flags, id, body = self.read_frame()
        call = self.calls.get(id)
        if kind == OPEN:
            assert id == self.next_id
            self.next_id += 2
            method, at = read_varint(body)
            if flags & TIMEOUT:
                at = read_varint(body, at)[1]
            if flags & HEAD:
                at = sum(read_varint(body, at))
            call = self.calls[id] = Call(id, method, self.peer_stream)
            if flags & LAST:
                self.receive(call, flags, body[at:])
        elif kind == DATA:
            self.receive(call, flags, body)
        elif kind == END:
            self.requests_end(call)
        elif kind == CANCEL and call:
            call.requests_open, call.outgoing = False, []
            self.answer(call, number(1, 1))
        elif kind == CREDIT and id == 0:
            self.credit += struct.unpack(">I", body)[0]
        elif kind == CREDIT and call:
            call.credit += struct.unpack(">I", body)[0]
        elif kind == PING:
            self.write(PONG, 0, 0, body)
        elif kind == GOAWAY and fields(body).get(2):
            raise EOFError(fields(body).get(3))
        for waiting in list(self.calls.values()):
            self.send(waiting)

    def receive(self, call, flags, body):
        if call.parts is None:
            call.last, call.parts = flags & LAST, []
            if flags & MORE:
                body = body[read_varint(body)[1] :]
        call.parts.append(body)
        if flags & MORE:
            return
        message, call.parts = b"".join(call.parts), None
        self.taken(call, len(message))
        if not call.answered:
            self.handle(call, message)
        if call.last:
            self.requests_end(call)

    def handle(self, call, message):
        value = fields(message).get(1, [b""])[0]
        call.size += len(value)
        if value == b"decline":
            self.answer(call, number(1, 9) + text(2, b"not now") + number(3, 2))
        elif value != b"wait" and call.name != "up":
            call.outgoing += [message] * (30 if call.name == "down" else 1)

    def taken(self, call, size):
        self.untaken, call.untaken = self.untaken + 64 + size, call.untaken + 64 + size
        if self.untaken * 2 >= CONNECTION_CREDIT:
            self.write(CREDIT, 0, 0, struct.pack(">I", self.untaken))
            self.untaken = 0
        if call.kind in (2, 3) and call.untaken * 2 >= STREAM_CREDIT and not call.last:
            self.write(CREDIT, 0, call.id, struct.pack(">I", call.untaken))
            call.untaken = 0

    def requests_end(self, call):
        call.requests_open = False
        if call.name == "up" and not call.answered:
            call.outgoing.append(text(1, str(call.size).encode()))
        if call.answered:
            del self.calls[call.id]

    def answer(self, call, status=b""):
        if not call.answered:
            self.write(END, 0, call.id, status)
        call.answered, call.outgoing = True, []
        if not call.requests_open:
            self.calls.pop(call.id, None)

    def send(self, call):
        streams = call.kind in (1, 3)
        while call.outgoing and self.credit > 0 and (not streams or call.credit > 0):
            message = call.outgoing.pop(0)
            self.credit -= 64 + len(message)
            call.credit -= 64 + len(message) if streams else 0
            flags = 0 if streams else LAST
            for at in range(0, max(len(message), 1), FRAGMENT):
                more = MORE if at + FRAGMENT < len(message) else 0
                total = varint(len(message)) if more and at == 0 else b""
                part = total + message[at : at + FRAGMENT]
                self.write(DATA, more | (flags if at == 0 else 0), call.id, part)
            if not streams:
                call.answered = True
                self.calls.pop(call.id, None)
        if streams and not call.requests_open and not call.outgoing and not call.answered:
            self.answer(call)


def run(peer):
    try:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Connection(peer).serve()
    except (EOFError, OSError):
        pass
    finally:
        peer.close()


def accept(listener):
    while True:
        threading.Thread(target=run, args=(listener.accept()[0],), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=accept, args=(listener,), daemon=True).start()
sys.stdin.read()
