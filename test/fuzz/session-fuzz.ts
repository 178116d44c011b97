/** Makes sessions from a seed, spoils them, and feeds them to both roles. */

import { RpcError } from '../../runtime/rpc-error.js'
import { MessageTooLargeError } from '../../runtime/session/message-too-large.js'
import { ProtocolError } from '../../runtime/wire/protocol-error.js'
import { Chance, concat, join, toHex } from '../support/bytes.js'
import {
  auth,
  cancel,
  credit,
  data,
  end,
  field,
  frame,
  goaway,
  HEAD,
  hello,
  kind,
  LAST,
  MORE,
  open,
  ping,
  pong,
  prefaceBytes,
  status,
  TIMEOUT,
  varint,
  welcome,
} from '../support/frames.js'
import { Endpoint, methods, type RecordedCall, rawCodec } from '../support/session-pair.js'

/** What a peer could say next; mostly legal, so that sessions get somewhere. */
function randomFrame(chance: Chance, ids: readonly number[], nextId: number): Uint8Array {
  const id = chance.next() < 0.9 && ids.length > 0 ? chance.pick(ids) : chance.int(0, 40)
  const body = chance.bytes(chance.pick([0, 1, 10, 200]))
  const total = chance.pick([2_000, 5_000, 70_000, 2 ** 31])
  const head = field(1, concat(field(1, 'k'), field(2, body)))
  switch (chance.int(0, 15)) {
    case 0:
    case 1:
    case 2:
      return open(nextId, chance.pick([1, 1, 1, 2, 5]), body)
    case 3:
      return frame(
        kind.open,
        0,
        nextId,
        varint(chance.pick([methods.clientStream, methods.bidiStream])),
      )
    case 4:
      return frame(kind.open, LAST | MORE, nextId, varint(1), varint(total), chance.bytes(1_024))
    case 5:
      return frame(
        kind.open,
        LAST | TIMEOUT | HEAD,
        nextId,
        varint(1),
        varint(chance.int(0, 9_999)),
        varint(head.length),
        head,
        body,
      )
    case 6:
      return data(id, body, chance.pick([0, LAST]))
    case 7:
      return frame(kind.data, MORE | chance.pick([0, LAST]), id, varint(total), chance.bytes(1_024))
    case 8:
      return frame(kind.data, chance.pick([0, MORE]), id, chance.bytes(1_024))
    case 9:
      return end(
        id,
        chance.pick([new Uint8Array(0), status(chance.int(0, 20), 'x', chance.int(0, 3)), body]),
      )
    case 10:
      return cancel(id, chance.int(0, 5))
    case 11:
      return credit(chance.pick([0, id]), chance.pick([1, 5_000, 200_000, 2 ** 31 - 1]))
    case 12:
      return chance.pick([
        ping(),
        pong(),
        pong(Uint8Array.of(0x64, 0x72, 0x61, 0x69, 0x6e, 0, 0, 0)),
      ])
    case 13:
      return goaway(chance.pick([0, 1, 5, 2 ** 32 - 1]), chance.int(0, 16))
    case 14:
      return chance.pick([
        frame(chance.int(12, 14), chance.int(0, 15), chance.int(0, 3), body),
        auth('bearer', chance.pick(['', 'a', 'abc'])),
      ])
    default:
      return frame(chance.int(0, 15), chance.int(0, 15), id, body)
  }
}

/** Spoils bytes as a broken or hostile peer would: bits, lengths, cuts, repeats, swaps. */
function mutate(chance: Chance, bytes: Uint8Array): Uint8Array {
  const at = chance.int(0, Math.max(0, bytes.length - 1))
  const to = Math.min(bytes.length, at + chance.int(1, 40))
  switch (chance.int(0, 6)) {
    case 0:
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << chance.int(0, 7)))
    case 1:
      return bytes.with(at, chance.pick([0, 1, 0x7f, 0x80, 0xff]))
    case 2:
      return join([bytes.slice(0, at), bytes.slice(to)])
    case 3:
      return join([bytes.slice(0, at), bytes.slice(at, to), bytes.slice(at)])
    case 4:
      return join([bytes.slice(0, at), chance.bytes(chance.int(1, 20)), bytes.slice(at)])
    case 5:
      return bytes.slice(0, at)
    default:
      return join([bytes.slice(0, at), bytes.slice(to), bytes.slice(at, to)])
  }
}

/** What this side does meanwhile. A greeting that was spoiled may allow no message as large as ours: that is said. */
function act(chance: Chance, endpoint: Endpoint): void {
  try {
    actOnce(chance, endpoint)
  } catch (error) {
    if (!(error instanceof MessageTooLargeError)) throw error
  }
}

/** Calls, answers, takes, gives up. Only errors that it is told of may come out. */
function actOnce(chance: Chance, endpoint: Endpoint): void {
  const { session } = endpoint
  const served = endpoint.served.length > 0 ? chance.pick(endpoint.served) : undefined
  const message = new Uint8Array(chance.pick([0, 10, 20_000]))
  switch (chance.int(0, 7)) {
    case 0:
      if (session.canOpen) endpoint.call(message)
      break
    case 1:
      if (session.canOpen) endpoint.stream(chance.pick([methods.clientStream, methods.bidiStream]))
      break
    case 2:
      if (served !== undefined && served.lost === undefined)
        session.send(served, rawCodec, message, chance.next() < 0.5)
      break
    case 3:
      if (served !== undefined && served.lost === undefined) session.end(served)
      break
    case 4:
      if (served !== undefined) {
        const [first] = served.messages.splice(0, 1)
        if (first !== undefined) session.taken(served, first.length)
      }
      break
    case 5:
      for (const call of session.calls.outgoing) {
        session.cancel(call, { code: 1, reason: 'x' })
        break
      }
      break
    case 6:
      if (chance.next() < 0.1) session.drain()
      break
    default:
      endpoint.room = chance.next() < 0.8
      endpoint.output()
  }
}

export interface FuzzResult {
  /** How the session ended: by its own end, or by the text of the protocol error. */
  readonly end: string
  readonly frames: number
  readonly log: string
}

/** Runs one seeded session against one role. Throws when anything but ProtocolError escapes, or a promise is broken. */
export function runSession(seed: number, role: 'connecting' | 'accepting'): FuzzResult {
  const chance = new Chance(seed)
  const limits = {
    connectionCreditBytes: 65_536,
    streamCreditBytes: 8_192,
    maxMessageBytes: 60_000,
    maxCallsPerConnection: 20,
    nuisanceBurst: 30,
  }
  const endpoint = new Endpoint(role, limits)
  endpoint.admits = chance.next() < 0.95
  const opened: RecordedCall[] = []
  const open = endpoint.call.bind(endpoint)
  endpoint.call = (...args) => {
    const call = open(...args)
    opened.push(call)
    return call
  }
  const greeting = role === 'connecting' ? welcome : hello
  let first = greeting({
    ...(role === 'accepting' ? { scheme: 'bearer', token: 'abc' } : {}),
    maxCalls: 10,
    connectionCreditBytes: chance.pick([1, 5_000, 2 ** 32 - 1]),
    streamCreditBytes: 2_000,
  })
  if (chance.next() < 0.1) first = concat(prefaceBytes, mutate(chance, first.slice(8)))
  const history: Uint8Array[] = []
  let frames = 0
  const feed = (bytes: Uint8Array) => {
    history.push(bytes)
    for (let at = 0; at < bytes.length; ) {
      const take = chance.int(1, chance.pick([1, 9, 100_000]))
      endpoint.session.receive(bytes.slice(at, at + take), frames * 10)
      at += take
    }
  }
  let ended = 'in order'
  let nextId = role === 'connecting' ? 2 : 1
  try {
    feed(first)
    const spoiled = chance.next() < 0.6 ? chance.int(0, 30) : -1
    for (; frames < 40; frames++) {
      const ids = [...endpoint.session.calls.outgoing, ...endpoint.session.calls.incoming].map(
        ({ id }) => id,
      )
      let bytes = randomFrame(chance, ids, nextId)
      if ((bytes[2] ?? 0) >>> 4 === kind.open) nextId += 2
      if (frames === spoiled) bytes = mutate(chance, bytes)
      feed(bytes)
      act(chance, endpoint)
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) {
      throw new Error(
        `seed ${seed}, ${role}: ${(error as Error).stack}\n${history.map(toHex).join('\n')}`,
        { cause: error },
      )
    }
    ended = error.message
    endpoint.session.fail('INTERNAL', error.message)
  }
  checkEnd(endpoint, opened, seed)
  return {
    end: ended,
    frames,
    log: [...endpoint.log, ...endpoint.served.flatMap(({ log }) => log)].join(),
  }
}

/** Whatever happened: the connection's loss ends every call, once, and nothing is left. */
function checkEnd(endpoint: Endpoint, opened: readonly RecordedCall[], seed: number): void {
  const { session } = endpoint
  endpoint.room = true
  endpoint.output()
  session.lose(new RpcError('UNAVAILABLE', 'gone'))
  const problems: string[] = []
  if (!session.calls.isEmpty) problems.push('calls are left')
  for (const call of [...opened, ...endpoint.served]) {
    const lost = call.log.filter((text) => text.startsWith('lost')).length
    const ends = call.log.filter((text) => /^(status|end$|message \d+ last)/.test(text)).length
    if (lost > 1) problems.push(`call ${call.id} was lost ${lost} times`)
    const isOwn = opened.includes(call)
    if (isOwn && ends > 1) problems.push(`call ${call.id} ended ${ends} times: ${call.log.join()}`)
    if (isOwn && !call.discarding && ends + lost === 0)
      problems.push(`call ${call.id} never ended: ${call.log.join()}`)
  }
  if (problems.length > 0) throw new Error(`seed ${seed}: ${problems.join('; ')}`)
}
