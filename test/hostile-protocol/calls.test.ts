/** Rules P-15 to P-27 of PROTOCOL.md: opening, fragments and ending of calls, broken with literal bytes. */

import { describe, expect, it } from 'vitest'
import { refusal } from '../../runtime/wire/call-bodies.js'
import { concat, hex } from '../support/bytes.js'
import {
  cancel,
  credit,
  data,
  end,
  frame,
  HEAD,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFrames,
  status,
  TIMEOUT,
  utf8,
  varint,
  welcome,
} from '../support/frames.js'
import { client, expectConnectionError, server } from '../support/hostile.js'
import { type Endpoint, greeted, methods, rawCodec } from '../support/session-pair.js'

const hi = utf8('hi')
const upload = (id: number) => frame(kind.open, 0, id, varint(methods.clientStream))
const filled = (length: number) => new Uint8Array(length).fill(0x61)
/** OPEN of a unary call with a message in fragments, of which this is the first. */
const begun = (id: number, total: number, first: number) =>
  frame(kind.open, LAST | MORE, id, varint(methods.unary), varint(total), filled(first))

/** What an endpoint says, as kinds and ids. */
function said(endpoint: Endpoint): string[] {
  return parseFrames(endpoint.output()).map((each) => `${each.kind}:${each.id}`)
}

/** A server that was just sent these bytes. */
function serverAfter(...bytes: readonly Uint8Array[]): Endpoint {
  const endpoint = server()
  endpoint.session.receive(concat(...bytes), 0)
  return endpoint
}

/** A client with a call of its own to the method; its OPEN is sent. */
function calling(method: number): Endpoint {
  const endpoint = client()
  if (method === methods.unary) endpoint.call(hi)
  else endpoint.stream(method, method === methods.serverStream ? hi : undefined)
  endpoint.output()
  return endpoint
}

describe('opening a call', () => {
  it('P-15 an id that is repeated, skipped or of the other side is a connection error', () => {
    for (const id of [0, 2, 3, 5, 0xffff_ffff]) {
      expectConnectionError(server, open(id, 1, hi), /OPEN has call id \d+; the next one is 1/)
    }
    expectConnectionError(server, concat(open(1, 1, hi), open(1, 1, hi)), /the next one is 3/)
    expectConnectionError(server, concat(open(1, 1, hi), open(5, 1, hi)), /the next one is 3/)
    expectConnectionError(client, open(1, 1, hi), /the next one is 2/)
  })

  it('P-16 a method that was not offered is a connection error', () => {
    for (const method of [0, 6, 0xffff_ffff]) {
      expectConnectionError(server, open(1, method, hi), /was not offered/)
    }
  })

  it('P-17 a method with one request needs it in OPEN', () => {
    for (const method of [methods.unary, methods.serverStream]) {
      expectConnectionError(server, frame(kind.open, 0, 1, varint(method)), /takes one message/)
    }
  })

  it('P-17 a method with a stream of requests has none in OPEN', () => {
    for (const method of [methods.clientStream, methods.bidiStream]) {
      expectConnectionError(server, open(1, method, hi), /takes a stream/)
      expectConnectionError(server, frame(kind.open, MORE, 1, varint(method)), /others follow/)
      expectConnectionError(server, frame(kind.open, 0, 1, varint(method), hi), /others follow/)
    }
  })

  it('P-17 an OPEN that ends inside its timeout or Head is a connection error', () => {
    expectConnectionError(server, frame(kind.open, LAST | TIMEOUT, 1, hex`01`), /cut off/)
    expectConnectionError(server, frame(kind.open, LAST | HEAD, 1, hex`01 05 00`), /past the end/)
  })

  it('P-18 one call more than max_calls is a connection error', () => {
    const small = () => greeted('accepting', hello(), { maxCallsPerConnection: 2 })
    const three = concat(open(1, 1, hi), open(3, 1, hi), open(5, 1, hi))
    expectConnectionError(small, three, /more than 2 calls at once/)
  })

  it('P-18 a call whose directions are both closed takes no slot', () => {
    const endpoint = greeted('accepting', hello(), { maxCallsPerConnection: 1 })
    for (let id = 1; id < 20; id += 2) {
      endpoint.session.receive(open(id, 1, hi), 0)
      endpoint.session.answer(endpoint.lastServed, refusal('INTERNAL', ''))
    }
  })
})

describe('fragments', () => {
  it('P-19 a flag other than MORE inside a message is a connection error', () => {
    for (const flag of [LAST, HEAD, 4, LAST | MORE]) {
      const bytes = concat(begun(1, 5000, 1024), data(1, filled(2000), flag))
      expectConnectionError(server, bytes, /begins in the middle of another/)
    }
  })

  it('P-20 a fragment of fewer than 1,024 bytes that is not the last is a connection error', () => {
    expectConnectionError(server, begun(1, 5000, 1023), /at least 1024/)
    expectConnectionError(server, begun(1, 5000, 0), /at least 1024/)
    const second = data(1, filled(1023), MORE)
    expectConnectionError(server, concat(begun(1, 5000, 1024), second), /at least 1024/)
  })

  it('P-20 fragments that exceed, meet early or miss the total are a connection error', () => {
    expectConnectionError(server, begun(1, 1024, 1024), /exceed the announced 1024/)
    expectConnectionError(server, begun(1, 0, 1024), /exceed the announced 0/)
    const more = data(1, filled(1024), MORE)
    expectConnectionError(server, concat(begun(1, 2048, 1024), more), /exceed the announced/)
    for (const left of [0, 999, 1001]) {
      const bytes = concat(begun(1, 2024, 1024), data(1, filled(left), 0))
      expectConnectionError(server, bytes, /2024 were announced/)
    }
  })

  it('P-20 a total is not allocated before the bytes are there', () => {
    const before = process.memoryUsage().arrayBuffers
    const endpoint = server()
    for (let id = 1; id < 8; id += 2) {
      endpoint.session.receive(begun(id, 4 * 1024 * 1024 - 64, 1024), 0)
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
  })
})

describe('ending a call', () => {
  it('P-21 DATA and END for a call that is not open are a connection error', () => {
    for (const late of [data(1, hi), end(1)]) {
      expectConnectionError(server, late, /not open/)
      expectConnectionError(server, concat(open(1, 1, hi), late), /not open/)
      expectConnectionError(server, concat(upload(1), end(1), late), /not open/)
      expectConnectionError(() => calling(methods.unary), concat(end(1), late), /not open/)
    }
    expectConnectionError(() => calling(methods.unary), data(2, hi), /not open/)
    expectConnectionError(server, data(0, hi), /not open/)
  })

  it('P-22 a call that is refused gets one terminal frame, and so does one that is cancelled', () => {
    const endpoint = server()
    endpoint.accept = () => refusal('RESOURCE_EXHAUSTED', '')
    endpoint.session.receive(concat(open(1, 1, hi), cancel(1)), 0)
    expect(said(endpoint)).toEqual(['5:1'])
    const second = serverAfter(open(1, 1, hi), cancel(1))
    expect(second.lastServed.log).toEqual(['message 2 last', 'cancel 0'])
    second.session.answer(second.lastServed, refusal('CANCELLED', ''))
    second.session.answer(second.lastServed, refusal('CANCELLED', ''))
    expect(said(second)).toEqual(['5:1'])
  })

  it('P-23 a requester confirms an early answer with CANCEL', () => {
    const endpoint = calling(methods.clientStream)
    endpoint.session.receive(data(1, hi), 0)
    expect(said(endpoint)).toEqual(['6:1'])
  })

  it('P-23 a requester in the middle of a message gives it up with CANCEL', () => {
    const endpoint = client()
    endpoint.call(filled(100_000))
    endpoint.room = false
    endpoint.output()
    endpoint.session.receive(end(1, status(8, '', 1)), 0)
    endpoint.room = true
    expect(said(endpoint)).toEqual(['6:1'])
  })

  it('P-23 until then the responder drops what still comes', () => {
    const endpoint = serverAfter(upload(1))
    endpoint.session.answer(endpoint.lastServed, refusal('NOT_FOUND', ''))
    endpoint.session.receive(concat(data(1, hi, 0), data(1, hi, 0), cancel(1)), 0)
    expect(endpoint.lastServed.log).toEqual(['opened'])
    expect(endpoint.session.calls.isEmpty).toBe(true)
  })

  it('P-23 the CANCEL that confirms an early answer is no nuisance', () => {
    const endpoint = greeted('accepting', hello(), { nuisanceBurst: 1, nuisancePerSecond: 1 })
    for (let id = 1; id < 100; id += 2) {
      endpoint.session.receive(upload(id), 0)
      endpoint.session.answer(endpoint.lastServed, refusal('NOT_FOUND', ''))
      endpoint.session.receive(cancel(id), 0)
    }
  })

  it('P-22 a stream that ended while messages waited for credit is sent to its end', () => {
    const endpoint = greeted('accepting', hello({ streamCreditBytes: 1000 }))
    endpoint.session.receive(open(1, methods.serverStream, hi), 0)
    const call = endpoint.lastServed
    endpoint.session.send(call, rawCodec, filled(2000), false)
    endpoint.session.send(call, rawCodec, hi, false)
    endpoint.session.end(call)
    expect(said(endpoint)).toEqual(['4:1'])
    endpoint.session.receive(credit(1, 2064), 0)
    expect(said(endpoint)).toEqual(['4:1', '5:1'])
  })

  it('P-23 a requester whose last message waits for credit gives it up with CANCEL', () => {
    const endpoint = greeted('connecting', welcome({ streamCreditBytes: 1000 }))
    const call = endpoint.stream(methods.clientStream)
    endpoint.session.send(call, rawCodec, filled(2000), false)
    endpoint.session.send(call, rawCodec, hi, true)
    expect(said(endpoint)).toEqual(['3:1', '4:1'])
    endpoint.session.receive(data(1, hi), 0)
    expect(said(endpoint)).toEqual(['6:1'])
  })

  it('P-24 a requester that cancelled drops what still comes, until the terminal frame', () => {
    const endpoint = client()
    const call = endpoint.stream(methods.serverStream, hi)
    endpoint.session.cancel(call, { code: 1, reason: '' })
    endpoint.session.receive(concat(data(1, hi, 0), data(1, hi, 0)), 0)
    expect(endpoint.session.calls.isEmpty).toBe(false)
    endpoint.session.receive(end(1, status(1, '', 0)), 0)
    expect(endpoint.session.calls.isEmpty).toBe(true)
    expect(call.log).toEqual([])
    expect(said(endpoint)).toEqual(['3:1', '6:1'])
  })

  it('P-24 DATA and END of a requester that cancelled are a connection error', () => {
    for (const after of [data(1, hi), end(1)]) {
      expectConnectionError(server, concat(upload(1), cancel(1), after), /not open/)
    }
  })

  it('P-25 CANCEL and CREDIT for a call that is over are ignored', () => {
    const endpoint = serverAfter(open(1, methods.serverStream, hi))
    endpoint.session.end(endpoint.lastServed)
    endpoint.session.receive(concat(cancel(1), credit(1, 200_000)), 0)
    expect(endpoint.lastServed.log).toEqual(['message 2 last'])
  })

  it('P-25 CANCEL and CREDIT for a call that never was are a connection error', () => {
    for (const late of [cancel(1), credit(1, 200_000), credit(2, 200_000)]) {
      expectConnectionError(server, late, /never opened/)
    }
  })

  it('P-26 a CANCEL of the responder is a connection error', () => {
    expectConnectionError(() => calling(methods.unary), cancel(1), /this side opened/)
    expectConnectionError(server, cancel(2), /this side opened/)
    expectConnectionError(server, cancel(0), /this side opened/)
  })

  it('P-27 an END of the requester with a body or inside a message is a connection error', () => {
    const withBody = concat(upload(1), end(1, status(1, '', 0)))
    expectConnectionError(server, withBody, /has a body/)
    const inside = concat(begun(1, 5000, 1024), end(1))
    expectConnectionError(server, inside, /inside a message/)
  })

  const cutOff = data(1, concat(varint(5000), filled(1024)), MORE)

  it('P-27 success of the responder inside a message is a connection error', () => {
    const make = () => calling(methods.serverStream)
    expectConnectionError(make, concat(cutOff, end(1)), /inside a message/)
  })

  it('P-27 a status of the responder inside a message ends the call', () => {
    const endpoint = client()
    const call = endpoint.stream(methods.serverStream, hi)
    endpoint.session.receive(concat(cutOff, end(1, status(13, '', 0))), 0)
    expect(call.log).toEqual(['status 13 outcome 0'])
  })
})
