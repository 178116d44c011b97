/** Rule P-53 of PROTOCOL.md: calls that nobody answers, with literal bytes. */

import { describe, expect, it } from 'vitest'
import { messageOverheadBytes } from '../../runtime/wire/frame.js'
import {
  cancel,
  data,
  end,
  frame,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFrames,
  utf8,
  varint,
} from '../support/frames.js'
import { client, expectConnectionError, server } from '../support/hostile.js'
import { greeted, methods, RecordedCall, rawCodec } from '../support/session-pair.js'

const hi = utf8('hi')
const header = { method: methods.oneway, timeoutMs: undefined, head: undefined }

/** A client that has sent a one-way message. */
function told() {
  const endpoint = client()
  const call = new RecordedCall()
  call.oneway = true
  endpoint.session.open(call, header, rawCodec, hi)
  endpoint.output()
  return endpoint
}

describe('a one-way call', () => {
  it('P-53 is over for its sender when it is written, and takes no slot', () => {
    const endpoint = told()
    expect(endpoint.session.calls.isEmpty).toBe(true)
  })

  it('P-53 is over for its receiver when its message has passed; nothing is sent for it', () => {
    const endpoint = server()
    endpoint.session.receive(open(1, methods.oneway, hi), 0)
    expect(endpoint.lastServed.log).toEqual(['message 2 last'])
    expect(endpoint.session.calls.isEmpty).toBe(true)
    endpoint.session.answer(endpoint.lastServed, { code: 13 } as never)
    expect(parseFrames(endpoint.output())).toEqual([])
  })

  it('P-53 in fragments is one call until the last of them', () => {
    const endpoint = server()
    const total = 3_000
    const first = new Uint8Array(2_000).fill(0x61)
    const begun = frame(kind.open, LAST | MORE, 1, varint(methods.oneway), varint(total), first)
    endpoint.session.receive(begun, 0)
    expect(endpoint.session.calls.isEmpty).toBe(false)
    endpoint.session.receive(frame(kind.data, 0, 1, new Uint8Array(1_000).fill(0x61)), 0)
    expect(endpoint.session.calls.isEmpty).toBe(true)
    expect(endpoint.lastServed.log).toHaveLength(1)
  })

  it('P-53 an answer to it is a connection error', () => {
    for (const answer of [data(1, hi, LAST), end(1)]) {
      expectConnectionError(told, answer, /for call 1, which is not open/)
    }
    expectConnectionError(told, cancel(1), /CANCEL for call 1, which this side opened/)
  })

  it('P-39 gives its credit back when its handler has settled, not before', () => {
    const credit = 64 * 1024
    const endpoint = greeted('accepting', hello(), { connectionCreditBytes: credit })
    const message = new Uint8Array(1_000).fill(0x61)
    endpoint.output()
    for (let id = 1; id < 80; id += 2) {
      endpoint.session.receive(open(id, methods.oneway, message), 0)
    }
    expect(parseFrames(endpoint.output())).toEqual([])
    for (const call of endpoint.served) endpoint.session.taken(call, 1_000)
    const [returned] = parseFrames(endpoint.output())
    expect(returned?.kind).toBe(kind.credit)
    expect(credit / 2).toBeLessThanOrEqual(40 * (1_000 + messageOverheadBytes))
  })
})
