"""Usage: run_cases.py PORT CASES.json STEP CREDIT [CA.pem CLIENT.pem TOKEN]. Runs the cases on one connection, one JSON result per line.

STEP is the number of bytes per read and write; CREDIT is what to announce for the connection. With the last three it
goes over TLS with a client certificate, says who it is by the token, and says it again half-way through.
"""

import json
import ssl
import sys
import time

from trunkline_client import AUTH, Client, text, varint


def message(case_size):
    """A string is a Text, a number a Blob of exactly so many encoded bytes; both are field 1 with a length."""
    if isinstance(case_size, str):
        return text(1, case_size.encode())
    if case_size == 0:
        return b""
    size = next(n for n in range(case_size, -1, -1) if 1 + len(varint(n)) + n == case_size)
    return text(1, (bytes(range(251)) * (size // 251 + 1))[:size])


def run(client, case):
    requests = [message(each) for each in case.get("send", [])] * case.get("times", 1)
    name, timeout = "echo.v1.Echo/" + case["method"], case.get("timeout_ms")
    single = client.methods[name][1] in (0, 1)
    repeat = case.get("repeat", 1)
    started = time.monotonic()
    for _ in range(repeat):
        call = client.open(name, requests[0] if single else None, timeout, case.get("metadata", ()))
        if "cancel_after" in case:
            while len(call.messages) < case["cancel_after"]:
                client.step_once()
            client.cancel(call)
        for each in [] if single else requests:
            client.message(call, each, False)
        if not single:
            client.end(call)
        client.wait(call)
    status = call.status
    return {
        "name": case["name"],
        "code": status.get(1, [0])[0],
        "outcome": status.get(3, [0])[0],
        "reason": status.get(4, [b""])[0].decode(),
        "data": status.get(5, [b""])[0].hex(),
        "count": len(call.messages),
        "echoed": call.messages == requests,
        "last": call.messages[-1].hex() if call.messages and len(call.messages[-1]) < 100 else "",
        "bytes": sum(len(each) for each in call.messages),
        "ms": round((time.monotonic() - started) * 1000),
    }


def bearer(token, field):
    return text(field, b"bearer") + text(field + 1, token)


def secured(ca, certificate):
    context = ssl.create_default_context(cafile=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.set_alpn_protocols(["trunkline/1"])
    context.load_cert_chain(certificate)

    def wrap(plain):
        socket = context.wrap_socket(plain, server_hostname="localhost")
        assert socket.selected_alpn_protocol() == "trunkline/1"
        return socket

    return {"wrap": wrap}


def main():
    port, path, step, credit, *secrets = sys.argv[1:]
    token = secrets[2].encode() if secrets else b""
    options = {**secured(*secrets[:2]), "credentials": bearer(token, 10)} if secrets else {}
    client = Client(int(port), int(step), int(credit), **options)
    with open(path) as file:
        cases = json.load(file)
        for index, case in enumerate(cases):
            if secrets and index == len(cases) // 2:
                client.write(client.frame(AUTH, 0, 0, bearer(token, 1)))
            print(json.dumps(run(client, case)), flush=True)


main()
