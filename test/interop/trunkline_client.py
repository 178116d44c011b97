"""A Trunkline client in plain Python, written from runtime/wire/PROTOCOL.md alone, section 13 first.

Blocking and single-threaded: open a call, then wait for it. With a credit to announce it keeps accounts as a receiver.
"""

import socket
import struct

PREFACE = b"\x89TRK\r\n\x1a\x01"
HELLO, WELCOME, OPEN, DATA, END, CANCEL, CREDIT, PING, PONG, GOAWAY, AUTH = range(1, 12)
LAST, MORE, TIMEOUT, HEAD = 1, 2, 4, 8
UNLIMITED, FRAGMENT, STREAM_CREDIT = 0xFFFFFFFF, 16384, 262144


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def read_varint(body, at=0):
    value = shift = 0
    while body[at] > 127:
        value, shift, at = value | (body[at] & 127) << shift, shift + 7, at + 1
    return value | body[at] << shift, at + 1


def number(field, value):
    return varint(field * 8) + varint(value)


def text(field, value):
    return varint(field * 8 + 2) + varint(len(value)) + value


def fields(body):
    """Field number -> list of values, of any protobuf message."""
    found, at = {}, 0
    while at < len(body):
        tag, at = read_varint(body, at)
        if tag & 7 == 0:
            value, at = read_varint(body, at)
        else:
            size, at = read_varint(body, at) if tag & 7 == 2 else (8 if tag & 7 == 1 else 4, at)
            value, at = body[at : at + size], at + size
        found.setdefault(tag >> 3, []).append(value)
    return found


class Call:
    def __init__(self, id, kind, credit):
        self.id, self.kind, self.credit = id, kind, credit
        self.messages, self.parts, self.last = [], None, False
        self.status, self.done, self.requests_open, self.untaken = {}, False, True, 0


class Client:
    def __init__(self, port, step=1 << 16, credit=UNLIMITED, wrap=lambda plain: plain, credentials=b""):
        self.socket = wrap(socket.create_connection(("127.0.0.1", port), 30))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.step, self.announced, self.untaken = step, credit, 0
        self.received, self.calls, self.next_id, self.leaving = bytearray(), {}, 1, None
        stream = min(credit, STREAM_CREDIT) if credit != UNLIMITED else credit
        hello = number(1, 1) + text(2, b"python") + number(3, 4 << 20) + number(4, stream) + number(5, credit)
        self.write(PREFACE + self.frame(HELLO, 0, 0, hello + number(7, 10000) + credentials))
        assert self.take(8) == PREFACE, "not a Trunkline server"
        body, flags = b"", MORE
        while flags & MORE:
            kind, flags, _, part = self.read_frame()
            assert kind == WELCOME, "turned away: %r" % part
            body += part
        peer = fields(body)
        told = (peer.get(field, [0])[0] for field in (3, 4, 5))
        self.max_message, self.peer_stream, self.credit = (float("inf") if n == UNLIMITED else n for n in told)
        self.methods = {m[2][0].decode(): (m[1][0], m.get(3, [0])[0]) for m in map(fields, peer.get(9, []))}

    def frame(self, kind, flags, id, body=b""):
        return struct.pack(">HBI", len(body), kind << 4 | flags, id) + body

    def write(self, data):
        for at in range(0, len(data), self.step):
            self.socket.sendall(data[at : at + self.step])

    def take(self, size):
        while len(self.received) < size:
            chunk = self.socket.recv(self.step)
            if not chunk:
                raise EOFError("the server closed the connection")
            self.received += chunk
        taken, self.received = bytes(self.received[:size]), self.received[size:]
        return taken

    def read_frame(self):
        size, kind, id = struct.unpack(">HBI", self.take(7))
        return kind >> 4, kind & 15, id, self.take(size)

    def open(self, name, message=None, timeout=None, metadata=()):
        if self.leaving is not None:
            raise EOFError("the server is leaving")
        method, kind = self.methods[name]
        call = self.calls[self.next_id] = Call(self.next_id, kind, self.peer_stream)
        self.next_id += 2
        flags, prefix = 0, varint(method)
        if timeout is not None:
            flags, prefix = flags | TIMEOUT, prefix + varint(timeout)
        if metadata:
            head = b"".join(text(1, text(1, k.encode()) + text(2, v.encode())) for k, v in metadata)
            flags, prefix = flags | HEAD, prefix + varint(len(head)) + head
        if message is None:
            self.write(self.frame(OPEN, flags, call.id, prefix))
        else:
            self.message(call, message, True, OPEN, flags, prefix)
        return call

    def message(self, call, message, last, kind=DATA, flags=0, prefix=b""):
        streams = call.kind in (2, 3)
        assert len(message) <= self.max_message, "the message is too long for the server"
        while not call.done and (self.credit <= 0 or streams and call.credit <= 0):
            self.step_once()
        if call.done:
            return
        self.credit -= 64 + len(message)
        call.credit -= 64 + len(message) if streams else 0
        flags |= LAST if last else 0
        call.requests_open = not last
        first = FRAGMENT - len(prefix)
        if len(message) <= first:
            return self.write(self.frame(kind, flags, call.id, prefix + message))
        self.write(self.frame(kind, flags | MORE, call.id, prefix + varint(len(message)) + message[:first]))
        for at in range(first, len(message), FRAGMENT):
            more = MORE if at + FRAGMENT < len(message) else 0
            self.write(self.frame(DATA, more, call.id, message[at : at + FRAGMENT]))

    def end(self, call):
        if call.requests_open:
            self.write(self.frame(END, 0, call.id))
        call.requests_open = False

    def cancel(self, call):
        self.write(self.frame(CANCEL, 0, call.id))
        call.requests_open = False

    def finish(self, call, status):
        call.status, call.done = status, True
        del self.calls[call.id]
        if call.requests_open:
            self.cancel(call)

    def taken(self, call, size):
        if self.announced == UNLIMITED:
            return
        self.untaken, call.untaken = self.untaken + 64 + size, call.untaken + 64 + size
        if self.untaken * 2 >= self.announced:
            self.write(self.frame(CREDIT, 0, 0, struct.pack(">I", self.untaken)))
            self.untaken = 0
        if call.kind in (1, 3) and call.untaken * 2 >= STREAM_CREDIT and not call.done:
            self.write(self.frame(CREDIT, 0, call.id, struct.pack(">I", call.untaken)))
            call.untaken = 0

    def step_once(self):
        kind, flags, id, body = self.read_frame()
        if kind == PING:
            self.write(self.frame(PONG, 0, 0, body))
        elif kind == CREDIT and id == 0:
            self.credit += struct.unpack(">I", body)[0]
        elif kind == CREDIT and id in self.calls:
            self.calls[id].credit += struct.unpack(">I", body)[0]
        elif kind == END:
            self.finish(self.calls[id], fields(body))
        elif kind == DATA:
            self.receive(self.calls[id], flags, body)
        elif kind == GOAWAY:
            self.leaving = fields(body).get(1, [0])[0]
            for call in [call for call in self.calls.values() if call.id > self.leaving]:
                call.requests_open = False
                self.finish(call, {1: [14], 3: [1]})

    def receive(self, call, flags, body):
        if call.parts is None:
            call.last, call.parts = flags & LAST, []
            if flags & HEAD:
                body = body[sum(read_varint(body)) :]
            if flags & MORE:
                body = body[read_varint(body)[1] :]
        call.parts.append(body)
        if flags & MORE:
            return
        message, call.parts = b"".join(call.parts), None
        call.messages.append(message)
        if call.last:
            self.finish(call, {})
        self.taken(call, len(message))

    def wait(self, call):
        while not call.done:
            self.step_once()
        return call
