/** Rules P-14, P-28, P-31, P-34, P-41 to P-52 and P-63 of PROTOCOL.md: time, drain, faults, and answers of handlers. */

import { describe, expect, it } from 'vitest'
import { refusal } from '../../runtime/wire/call-bodies.js'
import { concat, hex } from '../support/bytes.js'
import { ConnectionHarness, connected } from '../support/connection-harness.js'
import {
  cancel,
  credit,
  data,
  end,
  field,
  frame,
  goaway,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFields,
  parseFrames,
  ping,
  pong,
  prefaceBytes,
  status,
  TIMEOUT,
  utf8,
  varint,
  welcome,
} from '../support/frames.js'
import { client, expectConnectionError, server } from '../support/hostile.js'
import { encodedNote, type Note } from '../support/note-service.js'
import { Endpoint, greeted, methods, rawCodec, SessionPair } from '../support/session-pair.js'

const hi = encodedNote('hi')
const everyId = 0xffff_ffff
const never = () => new Promise<never>(() => {})

/** Code and outcome of the first END among what was said. */
function ending(bytes: Uint8Array): [code: number, outcome: number] {
  const found = parseFrames(bytes).find((each) => each.kind === kind.end)
  const fields = parseFields(found?.body ?? hex``)
  return [Number(fields.get(1) ?? 0), Number(fields.get(3) ?? 0)]
}

/** last_id and code of the last GOAWAY among what was said. */
function goodbye(bytes: Uint8Array): [lastId: number, code: number] {
  const found = parseFrames(bytes).filter((each) => each.kind === kind.goaway)
  const fields = parseFields(found.at(-1)?.body ?? hex``)
  return [Number(fields.get(1) ?? 0), Number(fields.get(2) ?? 0)]
}

describe('time', () => {
  it('P-14 a handshake that takes too long is given up, by both sides', async () => {
    for (const [role, ms] of [
      ['accepting', 5000],
      ['connecting', 10_000],
    ] as const) {
      const harness = new ConnectionHarness(role, { greets: false })
      harness.transport.arrive(prefaceBytes)
      harness.clock.advance(ms - 10)
      expect(harness.transport.destroyed).toBe(false)
      harness.clock.advance(20)
      expect(harness.transport.destroyed).toBe(true)
    }
  })

  it('P-34 a call is ended with DEADLINE_EXCEEDED when its time is up', async () => {
    const harness = await connected('accepting', { handlers: { echo: never } })
    harness.transport.arrive(frame(kind.open, LAST | TIMEOUT, 1, hex`01`, varint(50), hi))
    harness.clock.advance(45)
    expect(await harness.said()).toEqual([])
    harness.clock.advance(15)
    expect(ending(await harness.bytes())).toEqual([4, 0])
  })

  it('P-34 the time also runs while the request is still arriving', async () => {
    const harness = await connected('accepting')
    const fragment = new Uint8Array(1024)
    const body = [hex`01`, varint(50), varint(5000), fragment]
    harness.transport.arrive(frame(kind.open, LAST | MORE | TIMEOUT, 1, ...body))
    harness.clock.advance(200)
    expect(await harness.said()).toEqual(['5:1'])
  })

  it('P-42 silence brings a PING, and more silence the end', async () => {
    const harness = await connected('accepting')
    harness.clock.advance(19_990)
    expect(await harness.said()).toEqual([])
    harness.clock.advance(20)
    expect(await harness.said()).toEqual(['8:0'])
    harness.clock.advance(9_980)
    expect(harness.transport.destroyed).toBe(false)
    harness.clock.advance(20)
    expect(harness.transport.destroyed).toBe(true)
  })

  it('P-42 any byte is a sign of life', async () => {
    const harness = await connected('accepting')
    harness.clock.advance(20_010)
    harness.transport.arrive(hex`00`)
    harness.clock.advance(9_000)
    expect(harness.transport.destroyed).toBe(false)
  })

  it('P-43 a frame that is not complete after 10 s ends the connection', async () => {
    const harness = await connected('accepting')
    harness.transport.arrive(hex`00 08 80`)
    for (let second = 0; second < 9; second++) {
      harness.clock.advance(1000)
      harness.transport.arrive(hex`00`)
    }
    expect(harness.transport.ended).toBe(false)
    harness.clock.advance(1100)
    expect(goodbye(await harness.bytes())).toEqual([0, 4])
    expect(harness.transport.ended).toBe(true)
  })
})

describe('answers', () => {
  it('P-28 success without a message reaches the call as the missing result it is', () => {
    const endpoint = client()
    const call = endpoint.call(hi)
    endpoint.session.receive(end(1), 0)
    expect(call.log).toEqual(['end'])
  })

  it('P-28 a message without LAST is the result once END with trailers has come', () => {
    const endpoint = client()
    const call = endpoint.call(hi)
    const trailers = field(8, concat(field(1, 'cost'), field(2, '3')))
    endpoint.session.receive(concat(data(1, hi, 0), end(1, trailers)), 0)
    expect(call.log).toEqual(['message 4', 'status 0 outcome 0'])
    expect(endpoint.session.calls.isEmpty).toBe(true)
  })

  for (const [what, method, flagBits] of [
    ['a unary call', methods.unary, LAST],
    ['a unary call, without LAST', methods.unary, 0],
    ['a client stream', methods.clientStream, LAST],
  ] as const) {
    it(`P-28 a second response to ${what} is a connection error`, () => {
      const calling = () => {
        const endpoint = client()
        if (method === methods.unary) endpoint.call(hi)
        else endpoint.stream(method)
        endpoint.output()
        return endpoint
      }
      const twice = concat(data(1, hi, 0), data(1, hi, flagBits))
      expectConnectionError(calling, twice, /a second message in a direction that carries one/)
    })
  }

  it('P-31 a request that is too long is refused at its first frame, the rest is dropped', async () => {
    const harness = await connected('accepting', { limits: { maxMessageBytes: 2048 } })
    const filled = (length: number) => new Uint8Array(length).fill(0x61)
    const first = frame(kind.open, LAST | MORE, 1, hex`01`, varint(5000), filled(1024))
    harness.transport.arrive(first)
    expect(ending(await harness.bytes())).toEqual([8, 1])
    harness.transport.arrive(concat(data(1, filled(3976), 0), open(3, 1, hi)))
    expect(await harness.said()).toEqual(['4:3'])
    harness.transport.arrive(open(5, 1, filled(2049)))
    expect(ending(await harness.bytes())).toEqual([8, 1])
  })

  it('P-32 a request that breaks its schema is refused before the handler', async () => {
    let ran = 0
    const handlers = {
      echo: () => {
        ran++
        return never()
      },
    }
    const harness = await connected('accepting', { handlers })
    harness.transport.arrive(open(1, 1, encodedNote('hi', 2_000_000)))
    expect(ending(await harness.bytes())).toEqual([3, 1])
    expect(ran).toBe(0)
  })
})

describe('PING and PONG', () => {
  it('P-41 a PING is answered with its bytes', () => {
    const endpoint = server()
    endpoint.session.receive(ping(utf8('abcdefgh')), 0)
    expect(endpoint.output()).toEqual(pong(utf8('abcdefgh')))
  })

  it('P-41 another length is a connection error', () => {
    for (const length of [0, 7, 9]) {
      expectConnectionError(server, ping(new Uint8Array(length)), /PING has no 8 bytes/)
      expectConnectionError(server, pong(new Uint8Array(length)), /PONG has no 8 bytes/)
    }
  })

  it('P-41 a PONG that answers nothing is ignored', () => {
    const endpoint = server()
    for (let i = 0; i < 5000; i++) endpoint.session.receive(pong(utf8('drain\0\0\0')), 0)
    expect(endpoint.output().length).toBe(0)
  })
})

describe('drain', () => {
  it('P-44 after a GOAWAY nothing is opened, and calls above last_id are refused', () => {
    const endpoint = client()
    const first = endpoint.call(hi)
    const second = endpoint.call(hi)
    endpoint.output()
    endpoint.session.receive(goaway(1), 0)
    expect(endpoint.session.canOpen).toBe(false)
    expect([first.log, second.log]).toEqual([[], ['status 14 outcome 1']])
    expect(endpoint.output().length).toBe(0)
    endpoint.session.receive(data(1, hi), 0)
    expect(first.log).toEqual(['message 4 last'])
  })

  it('P-45 a later GOAWAY with a higher last_id is a connection error', () => {
    expectConnectionError(client, concat(goaway(0), goaway(1)), /raises its last id/)
    const endpoint = client()
    const call = endpoint.call(hi)
    endpoint.session.receive(concat(goaway(everyId), goaway(1), goaway(0)), 0)
    expect(call.log).toEqual(['status 14 outcome 1'])
  })

  it('P-46 calls are accepted until the PONG, and refused after it', () => {
    const endpoint = server()
    endpoint.session.receive(open(1, 1, hi), 0)
    endpoint.session.drain()
    const farewell = endpoint.output()
    expect(goodbye(farewell)).toEqual([everyId, 0])
    const asked = parseFrames(farewell).find((each) => each.kind === kind.ping)
    endpoint.session.receive(open(3, 1, hi), 0)
    endpoint.session.receive(pong(asked?.body ?? hex``), 0)
    expect(goodbye(endpoint.output())).toEqual([3, 0])
    expect(endpoint.served.length).toBe(2)
    endpoint.session.receive(open(5, 1, hi), 0)
    expect(endpoint.served.length).toBe(2)
  })

  it('P-47 the leaving side ends its direction when all calls are over, and reads on for 1 s', async () => {
    const { promise, resolve } = deferred<void>()
    const handlers = { echo: (request: Note) => promise.then(() => request) }
    const harness = await connected('accepting', { handlers })
    harness.transport.arrive(open(1, 1, hi))
    harness.connection.drain(new Error('leaving'))
    const asked = parseFrames(await harness.bytes()).find((each) => each.kind === kind.ping)
    harness.transport.arrive(pong(asked?.body ?? hex``))
    expect(await harness.said()).toEqual(['10:0'])
    expect(harness.transport.ended).toBe(false)
    resolve()
    expect(await harness.said()).toEqual(['4:1'])
    expect([harness.transport.ended, harness.transport.destroyed]).toEqual([true, false])
    harness.clock.advance(1010)
    expect(harness.transport.destroyed).toBe(true)
  })

  it('P-47 an answer that waits for credit is a call that is not over', () => {
    const endpoint = greeted('accepting', hello({ connectionCreditBytes: 1000 }))
    endpoint.session.receive(concat(open(1, 1, hi), open(3, 1, hi)), 0)
    for (const call of endpoint.served) {
      endpoint.session.send(call, rawCodec, new Uint8Array(2000), true)
    }
    endpoint.session.drain()
    const asked = parseFrames(endpoint.output()).find((each) => each.kind === kind.ping)
    expect(asked).toBeDefined()
    endpoint.session.receive(pong(asked?.body ?? hex``), 0)
    expect(endpoint.log).not.toContain('drained')
  })

  it('P-47 a drain that takes longer than 30 s ends with UNAVAILABLE', async () => {
    const harness = await connected('accepting', { handlers: { echo: never } })
    harness.transport.arrive(frame(kind.open, LAST | TIMEOUT, 1, hex`01`, varint(600_000), hi))
    harness.connection.drain(new Error('leaving'))
    await harness.bytes()
    for (let second = 0; second < 31; second++) {
      harness.clock.advance(1000)
      harness.transport.arrive(frame(12, 0, 0))
    }
    expect(goodbye(await harness.bytes())).toEqual([1, 14])
    expect(harness.transport.ended).toBe(true)
  })
})

describe('faults', () => {
  it("P-48 the end of the peer's bytes ends the connection and its calls", async () => {
    const harness = await connected('accepting', { handlers: { echo: never } })
    harness.transport.arrive(open(1, 1, hi))
    harness.connection.onEnd()
    expect(await harness.said()).toEqual([])
    expect(harness.transport.destroyed).toBe(true)
    expect(harness.closedBy?.message).toBe('the peer closed the connection')
  })

  it('P-49 a connection error is answered with GOAWAY and the end, and nothing is read after it', async () => {
    const harness = await connected('accepting')
    harness.transport.arrive(open(1, 1, hi))
    await harness.bytes()
    harness.transport.arrive(concat(open(3, 1, hi), ping(hex`00`), open(5, 1, hi)))
    const last = await harness.bytes()
    expect(goodbye(last)).toEqual([3, 13])
    harness.transport.arrive(open(5, 1, hi))
    expect(await harness.said()).toEqual([])
    expect([harness.transport.ended, harness.transport.destroyed]).toEqual([true, false])
    harness.clock.advance(1010)
    expect(harness.transport.destroyed).toBe(true)
  })

  it('P-49 the accepting side sends its preface before it turns a HELLO away', () => {
    const endpoint = new Endpoint('accepting')
    expect(() => endpoint.session.receive(hello({ version: 0 }), 0)).toThrow(/version/)
    endpoint.session.fail('INTERNAL', 'the greeting names no version')
    expect(endpoint.output().subarray(0, 8)).toEqual(prefaceBytes)
  })

  it('P-50 floods of frames that serve no purpose end the connection', () => {
    const floods = [ping(), frame(12, 0, 0), cancel(1), credit(0, 1)]
    for (const flood of floods) {
      const endpoint = server()
      endpoint.session.receive(open(1, 1, hi), 0)
      endpoint.session.end(endpoint.lastServed)
      for (let i = 0; i < 1024; i++) endpoint.session.receive(flood, 0)
      // One CANCEL was due to the call, so a flood of those ends one frame later.
      expect(() => {
        endpoint.session.receive(flood, 0)
        endpoint.session.receive(flood, 0)
      }).toThrow(/serve no purpose/)
    }
  })

  it('P-50 one CANCEL for each call may cross its end', () => {
    const endpoint = server()
    for (let round = 0; round < 2; round++) {
      const ids = Array.from({ length: 1024 }, (_, index) => round * 2048 + index * 2 + 1)
      for (const id of ids) endpoint.session.receive(open(id, 1, hi), 0)
      for (const call of endpoint.served.splice(0)) {
        endpoint.session.answer(call, refusal('DEADLINE_EXCEEDED', ''))
      }
      for (const id of ids) endpoint.session.receive(cancel(id, 4), round * 1000)
    }
  })

  it('P-63 one PING for each 65,536 bytes of later fragments is none of them', () => {
    const endpoint = greeted('accepting', hello(), { nuisanceBurst: 1 })
    const total = 40 * 16_384
    const fragment = new Uint8Array(16_384)
    endpoint.session.receive(frame(kind.open, LAST | MORE, 1, hex`01`, varint(total), fragment), 0)
    for (let group = 0; group < 9; group++) {
      for (let i = 0; i < 4; i++) endpoint.session.receive(frame(kind.data, MORE, 1, fragment), 0)
      endpoint.session.receive(ping(), 0)
    }
    expect(parseFrames(endpoint.output()).map((each) => each.kind)).toEqual(
      new Array(9).fill(kind.pong),
    )
    endpoint.session.receive(ping(), 0)
    expect(() => endpoint.session.receive(ping(), 0)).toThrow(/serve no purpose/)
  })

  it('P-63 fragments wait for PONG, other frames do not, and a wrong PONG changes nothing', () => {
    const pair = SessionPair.open()
    const large = pair.client.call(new Uint8Array(1 << 20))
    const before = parseFrames(pair.client.output())
    const sent = before.reduce((sum, { body }) => sum + body.length, 0)
    expect(sent).toBeLessThan(300_000)
    const pings = before.filter((each) => each.kind === kind.ping)
    expect(pings.length).toBeGreaterThan(0)
    for (const wrong of [
      new Uint8Array(8),
      hex`66 72 00 00 7F FF FF FF`,
      hex`66 72 00 00 00 00 00 00`,
    ])
      pair.client.session.receive(pong(wrong), 0)
    expect(pair.client.output()).toHaveLength(0)
    pair.client.call(hi)
    expect(parseFrames(pair.client.output()).map(({ id }) => id)).toEqual([large.id + 2])
    for (const { body } of pings) pair.client.session.receive(pong(body), 0)
    expect(pair.client.output().length).toBeGreaterThan(100_000)
    // The same once more opens nothing.
    for (const { body } of pings) pair.client.session.receive(pong(body), 0)
    expect(pair.client.output()).toHaveLength(0)
  })

  it('P-50 256 of them in a second are tolerated for ever', () => {
    const endpoint = greeted('accepting', hello(), { nuisanceBurst: 256 })
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 256; i++) endpoint.session.receive(ping(), second * 1000)
    }
  })

  it('P-51 a lost connection ends every call, and says whether it was sent', () => {
    const pair = SessionPair.open()
    const sent = pair.client.call(hi)
    pair.pump()
    const unsent = pair.client.call(hi)
    pair.client.session.lose(new Error('cut'))
    expect([sent.log, unsent.log]).toEqual([['lost sent'], ['lost unsent']])
  })

  it('P-52 a control body that is no protobuf or no UTF-8 is a connection error', () => {
    const upload = frame(kind.open, 0, 1, varint(3))
    const bad = [hex`0A 05 61`, hex`12 02 C3 28`, hex`08`]
    for (const body of bad) {
      expectConnectionError(server, concat(upload, frame(kind.cancel, 0, 1, body)), /CANCEL|UTF-8/i)
    }
    for (const body of [hex`0A 05 61`, hex`1A 02 C3 28`]) {
      expectConnectionError(server, frame(kind.goaway, 0, 0, body), /GOAWAY|UTF-8/i)
    }
  })

  it('P-52 a nested body that runs past its frame is a connection error, and reads nothing behind it', () => {
    const calling = () => {
      const endpoint = client()
      endpoint.call(hi)
      endpoint.output()
      return endpoint
    }
    // A violation of 40 bytes in a Status of 3; what follows would do for the rest.
    const cut = end(1, concat(hex`32 28`, hex`0A`))
    const behind = Array.from({ length: 5 }, () => ping())
    expectConnectionError(calling, concat(cut, ...behind), /past the end of its frame/)
  })

  it('P-52 unknown fields are skipped', () => {
    const endpoint = new Endpoint('connecting')
    endpoint.session.start()
    endpoint.session.receive(welcome(), 0)
    const call = endpoint.call(hi)
    const later = concat(status(5, 'no', 2), field(99, 'new'), field(100, 7), field(101, 7n))
    endpoint.session.receive(end(1, later), 0)
    expect(call.log).toEqual(['status 5 outcome 2'])
  })
})

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
