import { describe, expect, it } from 'vitest'
import { Chance } from '../support/bytes.js'
import { maxNumber, note, noteOfBytes } from '../support/note-service.js'
import { failure, Gate, useRigs } from '../support/rig.js'

const { start } = useRigs()
const MiB = 1024 * 1024

describe('a call', () => {
  it('brings back what the handler returned', async () => {
    const { client } = await start({
      handlers: { echo: async ({ text, number }) => note(`${text}!`, number + 1) },
    })
    expect(await client.echo(note('grüß dich 😀', 41))).toEqual(note('grüß dich 😀!', 42))
  })

  it('may be answered without a promise', async () => {
    const { client } = await start()
    expect(await client.echo(note('x'))).toEqual(note('x'))
  })

  it('as a value never rejects', async () => {
    const { client } = await start()
    expect(await client.echo.safe(note('x'))).toEqual({ ok: true, value: note('x') })
    const result = await client.echo.safe(note('x', -1))
    expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_ARGUMENT' } })
  })

  it('gets its own answer among ten thousand at once, in whatever order they come', async () => {
    const chance = new Chance(11)
    const { client } = await start({
      handlers: {
        echo: async (request) => {
          for (let turns = chance.int(0, 3); turns > 0; turns--) await new Promise(setImmediate)
          return request
        },
      },
    })
    const calls = Array.from({ length: 10_000 }, (_, i) => client.echo(note(`call ${i}`, i)))
    const answers = await Promise.all(calls)
    expect(answers.every(({ text, number }, i) => text === `call ${i}` && number === i)).toBe(true)
  })

  it('uses one connection, opened by the first', async () => {
    const { client, server } = await start()
    expect(server.peers.size).toBe(0)
    await Promise.all(Array.from({ length: 50 }, () => client.echo(note('x'))))
    expect(server.peers.size).toBe(1)
  })

  it('tells its handler who calls and what', async () => {
    const { client } = await start({
      handlers: {
        echo: (_request, call) => note(`${call.method} ${call.peer.address} ${call.peer.agent}`),
      },
    })
    const { text } = await client.echo(note())
    expect(text).toMatch(/^test\.v1\.Notes\/echo tcp:\/\/127\.0\.0\.1:\d+ trunkline\/\d/)
  })
})

describe('a message', () => {
  for (const bytes of [0, 16_384, 16_385, MiB, 4 * MiB]) {
    it(`of ${bytes} bytes goes both ways`, async () => {
      const { client } = await start()
      const message = bytes === 0 ? note() : noteOfBytes(bytes)
      crypto.getRandomValues(message.data.subarray(0, 60_000))
      const { data } = await client.echo(message)
      expect(Buffer.compare(data, message.data)).toBe(0)
    })
  }

  it('of 4 MiB leaves room for small ones beside it', async () => {
    const order: string[] = []
    const { client } = await start()
    await client.echo(note())
    const large = client.echo(noteOfBytes(4 * MiB)).then(() => order.push('large'))
    const small = client.echo(note('x')).then(() => order.push('small'))
    await Promise.all([large, small])
    expect(order).toEqual(['small', 'large'])
  })

  it('one byte too large for the server is not sent', async () => {
    let handled = 0
    const count = (request: ReturnType<typeof note>) => {
      handled++
      return request
    }
    const { client } = await start({
      handlers: { echo: count },
      server: { limits: { maxMessageBytes: 20_000 } },
    })
    await client.echo(noteOfBytes(20_000))
    const error = await failure(client.echo(noteOfBytes(20_001)))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'not-sent' })
    expect(error.message).toContain('20001 bytes; the peer accepts 20000')
    expect(error.hint).toContain('maxMessageBytes')
    await client.echo(note('after'))
    expect(handled).toBe(2)
  })

  it('one byte too large for the client is not sent back; the call says that the handler ran', async () => {
    const { client, log } = await start({
      handlers: { echo: ({ number }) => noteOfBytes(number) },
      channel: { limits: { maxMessageBytes: 20_000 } },
    })
    await client.echo(note('', 20_000))
    const error = await failure(client.echo(note('', 20_001)))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'executed' })
    expect(log.all.join()).toContain('cannot be sent')
    await client.echo(note('', 100))
  })
})

describe('validation', () => {
  it('of a request that breaks its schema happens before anything is sent', async () => {
    let handled = 0
    const { client, server } = await start({
      handlers: {
        echo: (request) => {
          handled++
          return request
        },
      },
    })
    const broken = { text: 5, number: -1, data: 'x' } as unknown as ReturnType<typeof note> // because plain JavaScript can do this
    const error = await failure(client.echo(broken))
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      outcome: 'not-sent',
      method: 'test.v1.Notes/echo',
      violations: [
        { path: 'text', rule: 'must be a string' },
        { path: 'number', rule: 'must be at least 0' },
        { path: 'data', rule: 'must be a Uint8Array' },
      ],
    })
    expect(error.message).toContain('text must be a string; number must be at least 0')
    expect([handled, server.peers.size]).toEqual([0, 0])
  })

  it('of a reply that breaks its schema happens before it leaves; its details stay with the server', async () => {
    const { client, log } = await start({
      handlers: { echo: () => note('secret text', maxNumber + 1) },
    })
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'INTERNAL', outcome: 'executed', violations: [] })
    expect(error.message).not.toMatch(/secret|1000001|at most/)
    expect(log.all).toEqual([
      expect.stringContaining(
        "the handler's reply breaks its schema: number must be at most 1000000",
      ),
    ])
  })
})

describe('calls that wait', () => {
  it('for a slot are sent one after the other', async () => {
    let running = 0
    let most = 0
    const { client } = await start({
      server: { limits: { maxCallsPerConnection: 1 } },
      handlers: {
        echo: async (request) => {
          most = Math.max(most, ++running)
          await new Promise(setImmediate)
          running--
          return request
        },
      },
    })
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => client.echo(note('', i))),
    )
    expect(answers.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    expect(most).toBe(1)
  })

  it('are at most as many as the limit says; one more fails at once and was not sent', async () => {
    const gate = new Gate()
    const started = new Gate()
    const { client } = await start({
      server: { limits: { maxCallsPerConnection: 1 } },
      channel: { limits: { maxQueuedCalls: 2 } },
      handlers: {
        echo: (request) => {
          started.open()
          return gate.passed.then(() => request)
        },
      },
    })
    const first = client.echo(note('first'))
    await started.passed
    const waiting = [client.echo(note('a')), client.echo(note('b'))]
    const error = await failure(client.echo(note('c')))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'not-sent' })
    expect(error.message).toContain('2 calls wait')
    gate.open()
    await Promise.all([first, ...waiting])
  })

  it('hold at most as many bytes as the limit says', async () => {
    const { client } = await start({ channel: { limits: { maxQueuedBytes: 1_000 } } })
    const fits = client.echo(noteOfBytes(600))
    const error = await failure(client.echo(noteOfBytes(600)))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'not-sent' })
    await fits
    await client.echo(noteOfBytes(600))
  })

  it('keep the request as it was when the call was made', async () => {
    const { client } = await start()
    const message = note('before', 1)
    const call = client.echo(message)
    message.text = 'after'
    expect((await call).text).toBe('before')
  })
})
