/** Large bytes are read where they are until they have left (docs/decisions/0043): what that means for programs. */

import { expect, it } from 'vitest'
import type { Interceptor, RpcError } from '../../runtime/index.js'
import type { Note } from '../support/note-service.js'
import { Gate } from '../support/rig.js'
import { directions, useStreams } from './streams-rig.js'

const { start } = useStreams()

const MiB = 1024 * 1024
const note = (number: number, data: Uint8Array = new Uint8Array(0)): Note => ({
  text: 'x',
  number,
  data,
})

/** Bytes of which each says where it is, from a start that differs. */
function pattern(length: number, seed = 0): Uint8Array {
  const data = new Uint8Array(length)
  for (let i = 0; i < length; i++) data[i] = (i * 31 + (i >>> 8) + seed) & 255
  return data
}

/** Compares them, without the pages that a failed comparison of a mebibyte would print. */
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

function takeAway(data: Uint8Array): void {
  const buffer = data.buffer as ArrayBuffer // because these tests share none
  structuredClone(buffer, { transfer: [buffer] })
}

for (const direction of directions) {
  it(`they arrive as they are, when the ${direction}`, async () => {
    const { client } = await start({ echo: (request) => request }, direction)
    const lengths = [32_767, 32_768, 65_535, 65_536, 100_001, MiB, 3 * MiB + 5]
    await Promise.all(
      lengths.map(async (length) => {
        const data = pattern(length, length)
        const reply = await client.echo(note(0, data))
        expect([length, isSame(reply.data, data)]).toEqual([length, true])
      }),
    )
  })

  it(`a generator of responses may fill the same memory again for each, when the ${direction}`, async () => {
    const { client } = await start(
      {
        async *down() {
          const data = new Uint8Array(MiB)
          for (let number = 0; number < 12; number++) yield note(number, data.fill(number))
        },
      },
      direction,
    )
    let next = 0
    for await (const { number, data } of client.down(note(0))) {
      expect([number, data.every((byte) => byte === next)]).toEqual([next, true])
      next++
    }
    expect(next).toBe(12)
  })

  it(`so may a generator of requests, and whoever awaits send(), when the ${direction}`, async () => {
    const { client } = await start(
      {
        async up(requests) {
          let right = 0
          for await (const { number, data } of requests)
            if (data.every((byte) => byte === number)) right++
          return note(right)
        },
      },
      direction,
    )
    const data = new Uint8Array(MiB)
    async function* requests() {
      for (let number = 0; number < 8; number++) yield note(number, data.fill(number))
    }
    expect((await client.up(requests())).number).toBe(8)
    const passOn: Interceptor = (call, next) => next(call)
    for (const options of [{}, { interceptors: [passOn] }]) {
      const up = client.up.open(options)
      for (let number = 0; number < 8; number++) await up.send(note(number, data.fill(number)))
      await up.end()
      expect((await up.response).number).toBe(8)
    }
  })

  it(`send() waits until they have left, and not for credit after that, when the ${direction}`, async () => {
    const gate = new Gate()
    const { client } = await start(
      {
        async up(requests) {
          await gate.passed
          let right = 0
          for await (const { data } of requests) if (isSame(data, pattern(MiB))) right++
          return note(right)
        },
      },
      direction,
      { limits: { streamCreditBytes: 64 * 1024 } },
    )
    const up = client.up.open()
    const data = pattern(MiB)
    expect(await up.send(note(1, data))).toBe(true)
    data.fill(0)
    gate.open()
    await up.end()
    expect((await up.response).number).toBe(1)
  })

  it(`a generator is asked for no more when its call ends while a request is leaving, when the ${direction}`, async () => {
    const { client } = await start({ up: () => new Promise(() => {}) }, direction)
    const controller = new AbortController()
    let asked = 0
    const ended = new Promise<void>((resolve) => {
      async function* requests() {
        try {
          for (;;) {
            asked++
            setImmediate(() => controller.abort())
            yield note(0, pattern(3 * MiB))
          }
        } finally {
          resolve()
        }
      }
      client.up(requests(), { signal: controller.signal }).catch(() => {})
    })
    await ended
    expect(asked).toBe(1)
  })

  it(`a request whose memory is transferred away fails alone, when the ${direction}`, async () => {
    const { client } = await start({ echo: (request) => request }, direction)
    const data = pattern(3 * MiB)
    const lost = client.echo(note(1, data)).catch((error: RpcError) => error)
    const other = client.echo(note(2, pattern(MiB)))
    setImmediate(() => takeAway(data))
    expect(await lost).toMatchObject({
      code: 'INVALID_ARGUMENT',
      outcome: 'unknown',
      message: expect.stringContaining('taken away while it was being sent'),
    })
    expect((await other).number).toBe(2)
    expect((await client.echo(note(3))).number).toBe(3)
  })

  it(`a reply whose memory is transferred away fails its call, and the log says why, when the ${direction}`, async () => {
    const { client, log } = await start(
      {
        echo(request) {
          if (request.number !== 1) return request
          const data = pattern(3 * MiB)
          setImmediate(() => takeAway(data))
          return note(1, data)
        },
      },
      direction,
    )
    await expect(client.echo(note(1))).rejects.toMatchObject({
      code: 'INTERNAL',
      outcome: 'executed',
    })
    expect(log.all.join('\n')).toContain(
      'memory of the reply was taken away while it was being sent',
    )
    expect((await client.echo(note(2))).number).toBe(2)
  })

  it(`a generator of responses is left when the memory of one is transferred away, when the ${direction}`, async () => {
    const left = new Gate()
    const { client } = await start(
      {
        async *down() {
          try {
            const data = pattern(3 * MiB)
            setImmediate(() => takeAway(data))
            yield note(1, data)
            yield note(2)
          } finally {
            left.open()
          }
        },
      },
      direction,
    )
    await expect(client.down(note(0)).next()).rejects.toMatchObject({ code: 'INTERNAL' })
    await left.passed
  })
}
