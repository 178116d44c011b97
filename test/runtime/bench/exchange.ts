/** Frames and whole calls without sockets: what the protocol costs by itself. */

import type { MessageCodec } from '../../../runtime/codec/message-codec.js'
import { resolveLimits } from '../../../runtime/limits.js'
import type { SessionEvents } from '../../../runtime/session/events.js'
import { Session } from '../../../runtime/session/session.js'
import { SessionCall } from '../../../runtime/session/session-call.js'
import { frameKinds, headerBytes, writeHeader } from '../../../runtime/wire/frame.js'
import { FrameReader } from '../../../runtime/wire/frame-reader.js'
import { offered, rawCodec } from '../../support/session-pair.js'

const framesPerChunk = 100
const bodyBytes = 32

const message = new Uint8Array(12)
const codec: MessageCodec<Uint8Array> = rawCodec

export function exchangeTasks(): Record<string, () => unknown> {
  return { 'frame read': readFrames(), 'call there and back': exchangeCalls() }
}

/** A chunk as a busy socket gives it; a task is one frame of it. */
function readFrames(): () => unknown {
  const frameBytes = headerBytes + bodyBytes
  const chunk = Buffer.alloc(framesPerChunk * frameBytes)
  for (let i = 0; i < framesPerChunk; i++) {
    writeHeader(chunk, i * frameBytes, bodyBytes, frameKinds.DATA << 4, 2 * i + 1)
  }
  let ids = 0
  const reader = new FrameReader({
    onFrame(_kindAndFlags, id) {
      ids += id
    },
  })
  let next = 0
  return () => {
    if (next++ % framesPerChunk === 0) reader.push(chunk, 0)
    return ids
  }
}

/** Opens a unary call, answers it on the other side, and reads the answer. */
function exchangeCalls(): () => unknown {
  let answers = 0

  class Asked extends SilentCall {
    override onMessage(): void {
      answers++
    }
  }

  class Served extends SilentCall {
    override onMessage(): void {
      server.send(this, codec, message, true)
    }
  }

  const client = sessionOf('connecting', () => new Asked())
  const server = sessionOf('accepting', () => new Served())
  const header = { method: 1, timeoutMs: undefined, head: undefined }
  const carry = (from: Session, to: Session) =>
    from.flush(
      (bytes) => {
        to.receive(bytes, 0)
        return true
      },
      () => true,
    )
  client.start()
  for (let round = 0; round < 3; round++) {
    carry(client, server)
    carry(server, client)
  }
  const run = () => {
    client.open(new Asked(), header, codec, message)
    carry(client, server)
    carry(server, client)
    return answers
  }
  if (run() !== 1) throw new Error('the call was not answered')
  return run
}

abstract class SilentCall extends SessionCall {
  override onOpened(): void {}
  override onHead(): void {}
  override onStatus(): void {}
  override onRequestEnd(): void {}
  override onCancel(): void {}
  override onWritable(): void {}
  override onLost(): void {}
  override onDue(): void {}
}

function sessionOf(role: 'connecting' | 'accepting', serve: () => SessionCall): Session {
  const limits = resolveLimits({})
  const free: Buffer[] = []
  const events: SessionEvents = {
    onGreeting: () => {
      if (session.state === 'deciding') session.admit()
    },
    onOpen: serve,
    streams: () => ({ in: false, out: false }),
    onOutput() {},
    onPart() {},
    onCredentials() {},
    onStarved() {},
    onUsedUp() {},
    onCapacity() {},
    onGoaway() {},
    onPong() {},
    onDrained() {},
  }
  const session: Session = new Session(
    {
      role,
      limits,
      pool: {
        acquire: () => free.pop() ?? Buffer.allocUnsafeSlow(64 * 1024),
        allocate: (bytes) => new Uint8Array(bytes),
        release: (chunk) => free.push(chunk as Buffer), // because `acquire` made it
      },
      greeting: {
        version: 1,
        agent: role,
        maxMessageBytes: limits.maxMessageBytes,
        streamCreditBytes: limits.streamCreditBytes,
        connectionCreditBytes: limits.connectionCreditBytes,
        maxCalls: limits.maxCallsPerConnection,
        defaultTimeoutMs: limits.callTimeoutMs,
        features: [],
        methods: offered,
      },
    },
    events,
  )
  return session
}
