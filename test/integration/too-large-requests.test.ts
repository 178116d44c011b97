/** Requests that become too large when the handler is already at work: it learns of it, and so does the caller. */

import { describe, expect, it } from 'vitest'
import { createServer } from '../../runtime/index.js'
import { Echo, type EchoHandlers } from '../bench/gen/echo.js'
import {
  end,
  frame,
  hello,
  kind,
  MORE,
  parseFrames,
  prefaceBytes,
  varint,
} from '../support/frames.js'
import { RawPeer } from '../support/raw-peer.js'
import { failure, Gate, Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()

function serve(handlers: Partial<EchoHandlers>, maxMessageBytes = 4096) {
  const unused = () => {
    throw new Error('not called')
  }
  const server = createServer({ logger: new Lines(), limits: { maxMessageBytes } })
  rigs.own(server, (it) => it.close())
  return server.add(Echo, {
    echo: unused,
    payload: unused,
    record: unused,
    down: unused,
    up: unused,
    both: unused,
    ...handlers,
  })
}

describe('a stream of requests', () => {
  it('with one that is too large ends the handler, and does not claim that it never ran', async () => {
    const started = new Gate()
    const aborted = new Gate()
    const server = serve({
      up: async (requests, call) => {
        started.open()
        call.signal.addEventListener('abort', () => aborted.open())
        for await (const _request of requests) void _request
        return { data: new Uint8Array() }
      },
    })
    const url = await server.listen('tcp://127.0.0.1:0')
    const peer = rigs.own(await RawPeer.connect(Number(url.split(':').at(-1))), (it) =>
      it.destroy(),
    )
    // Method 5 is the client stream: routes are numbered in the order of the schema.
    peer.write(hello(), frame(kind.open, 0, 1, varint(5)))
    await started.passed
    peer.write(frame(kind.data, MORE, 1, varint(100_000), new Uint8Array(2_000)))
    await aborted.passed
    await expect.poll(() => server.stats().handlers.running).toBe(0)
    const answer = parseFrames(peer.received.subarray(prefaceBytes.length)).find(
      (each) => each.kind === kind.end,
    )
    expect(answer?.id).toBe(1)
    expect(end(1).length).toBeGreaterThan(0)
  })

  it('with one that breaks its schema says unknown once others were sent', async () => {
    const seen = new Gate()
    const server = serve({
      up: async (requests) => {
        for await (const _request of requests) seen.open()
        return { data: new Uint8Array() }
      },
    })
    const channel = rigs.channelTo(await server.listen('tcp://127.0.0.1:0'))
    const upload = channel.client(Echo).up.open()
    await upload.send({ data: new Uint8Array(1) })
    await seen.passed
    const broken = { data: 'no bytes' as never }
    expect(await failure(upload.send(broken))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      outcome: 'unknown',
    })
  })

  it('that is given up before anything was sent says not-sent', async () => {
    const server = serve({ up: () => ({ data: new Uint8Array() }) })
    const channel = rigs.channelTo(await server.listen('tcp://127.0.0.1:0'))
    const upload = channel.client(Echo).up.open()
    upload.cancel('changed my mind')
    expect(await failure(upload.response)).toMatchObject({ code: 'CANCELLED', outcome: 'not-sent' })
  })
})
