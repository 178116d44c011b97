/** Rules P-33, P-54 and P-55 of PROTOCOL.md: compressed messages, honest and not, with literal bytes. */

import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createCompression } from '../../runtime/connection/zlib-compression.js'
import { concat } from '../support/bytes.js'
import { data, frame, HEAD, hello, kind, LAST, MORE, utf8, varint } from '../support/frames.js'
import { expectConnectionError } from '../support/hostile.js'
import { type Endpoint, greeted, methods } from '../support/session-pair.js'

const COMPRESSED = 4
const text = utf8('hello '.repeat(1_000))
const gzip = 1

/** A server that agreed on compression. */
function server(limits: Parameters<typeof greeted>[2] = {}): Endpoint {
  const endpoint = greeted('accepting', hello(), limits)
  const features = ['gzip', 'deflate', 'br']
  endpoint.session.receiver.compression = createCompression({ algorithm: 'gzip' }, features)
  return endpoint
}

const compressed = (length: number, bytes: Uint8Array, algorithm = gzip) =>
  concat(varint(length), Uint8Array.of(algorithm), bytes)
/** Field 4 of a Head: compressed. */
const head = concat(varint(2), Uint8Array.of(0x20, 1))
const open = (message: Uint8Array) =>
  frame(kind.open, LAST | HEAD, 1, varint(methods.unary), head, message)
const opened = frame(kind.open, 0, 1, varint(methods.clientStream))

describe('a compressed message', () => {
  it('P-54 arrives as it was, in OPEN and in DATA, whole and in fragments', () => {
    const endpoint = server()
    endpoint.session.receive(open(compressed(text.length, zlib.gzipSync(text))), 0)
    expect(endpoint.lastServed.log).toEqual([`message ${text.length} last`])
    const stream = server()
    const random = zlib.gzipSync(text, { level: 0 })
    const whole = compressed(text.length, random)
    stream.session.receive(
      concat(
        opened,
        data(1, compressed(text.length, zlib.gzipSync(text)), COMPRESSED),
        data(1, concat(varint(whole.length), whole.subarray(0, 2_000)), COMPRESSED | MORE),
        frame(kind.data, 0, 1, whole.subarray(2_000)),
      ),
      0,
    )
    expect(stream.lastServed.log).toEqual([
      'opened',
      `message ${text.length}`,
      `message ${text.length}`,
    ])
  })

  it('P-54 that becomes longer, shorter or nothing is a connection error', () => {
    for (const length of [text.length - 1, text.length + 1, 0]) {
      expectConnectionError(
        server,
        open(compressed(length, zlib.gzipSync(text))),
        /of announced \d+ bytes/,
      )
    }
    expectConnectionError(
      server,
      open(compressed(10, utf8('not gzip at all'))),
      /cannot be restored/,
    )
  })

  it('P-54 that ends before its algorithm is a connection error, whatever stands behind its frame', () => {
    const next = data(3, Uint8Array.of(gzip, gzip, gzip))
    expectConnectionError(server, concat(open(varint(5)), next), /cut off/)
  })

  it('P-54 by an algorithm that does not exist is a connection error', () => {
    for (const algorithm of [0, 5, 255]) {
      const message = compressed(text.length, zlib.gzipSync(text), algorithm)
      expectConnectionError(server, open(message), /unknown algorithm/)
    }
  })

  it('P-54 a bomb is stopped at what it announced, and refused when it announces too much', () => {
    const bomb = zlib.gzipSync(new Uint8Array(64 * 1024 * 1024))
    expectConnectionError(
      server,
      open(compressed(1_000, bomb.subarray(0, 8_000))),
      /cannot be restored/,
    )
    const endpoint = server()
    endpoint.session.receive(open(compressed(64 * 1024 * 1024, bomb.subarray(0, 8_000))), 0)
    expect(endpoint.lastServed.log).toEqual([])
    expect(endpoint.session.state).toBe('open')
  })

  it('P-55 is charged by what it becomes', () => {
    const small = { connectionCreditBytes: 64 * 1024 }
    const long = new Uint8Array(70_000)
    const message = compressed(long.length, zlib.gzipSync(long))
    const endpoint = server(small)
    // The application has not taken the first, so that its 70,000 bytes leave no credit for a second.
    expect(() =>
      endpoint.session.receive(
        concat(opened, data(1, message, COMPRESSED), data(1, message, COMPRESSED)),
        0,
      ),
    ).toThrow(/without connection credit/)
  })
})
