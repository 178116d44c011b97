import { expect, it } from 'vitest'
import type { CallHost } from '../../../runtime/connection/call-host.js'
import type { CallOrigin } from '../../../runtime/connection/call-origin.js'
import { StreamCall } from '../../../runtime/connection/stream-call.js'
import { resolveLimits } from '../../../runtime/limits.js'
import type { Method } from '../../../runtime/method.js'
import { unknownPeer } from '../../../runtime/wire/greeting.js'
import { ManualClock } from '../../support/manual-clock.js'
import { type Note, note, noteCodec } from '../../support/note-service.js'

const method: Method<Note, Note> = {
  name: 'test.v1.Streams/up',
  kind: 'clientStream',
  request: noteCodec,
  response: noteCodec,
  fingerprint: 1n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

/** A call on a session that notes what it is given, and has room when the test says so. */
function startedCall() {
  const written: (number | 'end')[] = []
  const room = { isThere: false }
  const session = {
    peer: unknownPeer,
    limits: resolveLimits({}),
    sender: { wantsToSend: () => room.isThere },
    openStream: (one: StreamCall<Note, Note>) => {
      one.id = 1
    },
    send: (_call: unknown, _codec: unknown, { number }: Note) => written.push(number),
    end: () => written.push('end'),
  }
  const host = { session, numberOf: () => 1, options: { defaultTimeoutMs: 0 }, address: 'there' }
  const origin = { clock: new ManualClock(), endpoint: 'there', failures: () => [] }
  const call = new StreamCall(
    method,
    origin as unknown as CallOrigin, // because a stream that goes well needs no more of it
    Number.POSITIVE_INFINITY,
    undefined,
  )
  call.send(host as unknown as CallHost, undefined) // because as above
  return { call, room, written }
}

it('a request that is sent between the coming of room and the waking of those that wait stands behind them', async () => {
  const { call, room, written } = startedCall()
  const sends = [call.sendRequest(note('', 1)), call.sendRequest(note('', 2))]
  await new Promise(setImmediate)
  // As when one chunk brings an answer, whose awaiter then sends, and credit.
  const late = Promise.resolve().then(() => call.sendRequest(note('', 3)))
  room.isThere = true
  call.onWritable()
  await Promise.all([...sends, late])
  await call.endRequests()
  expect(written).toEqual([1, 2, 3, 'end'])
})
