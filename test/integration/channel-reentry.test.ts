/** Programs that act from within what a channel tells them, and channels that are used twice, late or wrongly. */

import { describe, expect, it } from 'vitest'
import { type ChannelState, connect, createServer } from '../../runtime/index.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, until, useRigs } from '../support/rig.js'

const { own, channelTo, start } = useRigs()

/** An address where nothing listens. */
async function nowhere(): Promise<string> {
  const server = await RawServer.listen()
  const { url } = server
  await server.close()
  return url
}

describe('a listener of the state', () => {
  it.each(['connecting', 'ready', 'closed'] as const)(
    'may close the channel when it is %s',
    async (when) => {
      const { url } = await start()
      const channel = channelTo(url)
      const closings: Promise<void>[] = []
      channel.onStateChange((state) => {
        if (state === when) closings.push(channel.close())
      })
      await channel.client(Notes).echo.safe(note())
      await channel.close()
      expect(closings).toHaveLength(1)
      await Promise.all(closings)
      expect(channel.stats()).toMatchObject({ connections: 0, waiting: 0 })
    },
  )

  it('hears of changes in their order, also of one that another listener causes', async () => {
    const { url } = await start()
    const channel = channelTo(url)
    channel.onStateChange((state) => {
      if (state === 'ready') void channel.close()
    })
    const seen: string[] = []
    channel.onStateChange((state, previous) => seen.push(`${previous} ${state}`))
    await channel.ready().catch(() => {})
    await channel.close()
    expect(seen).toEqual(['idle connecting', 'connecting ready', 'ready closed'])
  })

  it('is not called once it has been told to stop, not even of the change that is being told', async () => {
    const { url } = await start()
    const channel = channelTo(url)
    const seen: ChannelState[] = []
    channel.onStateChange(() => stop())
    const stop = channel.onStateChange((state) => seen.push(state))
    await channel.ready()
    expect(seen).toEqual([])
  })

  it('that listens twice stops once at a time', async () => {
    const { url } = await start()
    const channel = channelTo(url)
    const seen: ChannelState[] = []
    const listener = (state: ChannelState) => void seen.push(state)
    const stop = channel.onStateChange(listener)
    channel.onStateChange(listener)
    stop()
    stop()
    await channel.ready()
    expect(seen).toEqual(['connecting', 'ready'])
  })

  it('may make calls', async () => {
    const { url } = await start()
    const calls: Promise<unknown>[] = []
    const channel = channelTo(url)
    const client = channel.client(Notes)
    channel.onStateChange(() => calls.push(client.echo.safe(note('from within'))))
    expect((await client.echo(note('first'))).text).toBe('first')
    expect(await Promise.all(calls)).toMatchObject([{ ok: true }, { ok: true }])
    await channel.close()
    expect(await calls[2]).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } })
  })

  it('must be a function', async () => {
    const channel = channelTo(await nowhere())
    expect(() => channel.onStateChange('ready' as never)).toThrow(/must be a function/)
    expect(() => connect('tcp://127.0.0.1:1', { onStateChange: {} as never })).toThrow(/function/)
  })
})

describe('ready()', () => {
  it('resolves for everybody who waits, and at once when it is', async () => {
    const { url, server } = await start()
    const channel = channelTo(url)
    await Promise.all([channel.ready(), channel.ready()])
    await channel.ready()
    expect(server.stats().connections).toBe(1)
  })

  it('connects again a channel that has lost its connection', async () => {
    const { url, server } = await start()
    const channel = channelTo(url)
    await channel.ready()
    await server.close()
    await until(() => channel.state === 'idle', 'the loss')
    const again = own(createServer({ logger: new Lines() }), (one) => one.close())
    again.add(Notes, notesHandlers())
    await again.listen(url)
    await channel.ready()
    expect(channel.state).toBe('ready')
  })

  it('says what it came too late for when the channel is closed', async () => {
    const channel = channelTo(await nowhere())
    const waiting = failure(channel.ready())
    await channel.close()
    for (const error of [await waiting, await failure(channel.ready())]) {
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent', endpoints: [] })
      expect(error.message).toBe('connect: the channel is closed')
      expect(error.hint).toContain('before close()')
    }
  })
})

describe('services of a channel', () => {
  it('cannot be added when it has dialled, even if its connection is lost again', async () => {
    const { url, server } = await start()
    const channel = channelTo(url)
    await channel.ready()
    await server.close()
    await until(() => channel.state === 'idle', 'the loss')
    expect(() => channel.add(Notes, notesHandlers())).toThrow(/before the first call/)
  })
})

describe('options of a client', () => {
  it('are refused when they do not exist', async () => {
    const channel = channelTo(await nowhere())
    expect(() => channel.client(Notes, { interceptor: [] } as never)).toThrow(
      /client has no option "interceptor": it has interceptors/,
    )
  })
})

describe('calls that wait for room', () => {
  it('go to the next server when the only connection is lost', async () => {
    const gate = new Gate()
    const first = await start({
      handlers: { echo: () => gate.passed.then(() => note()) },
      server: { limits: { maxCallsPerConnection: 1, drainTimeoutMs: 10 } },
    })
    const channel = channelTo(first.url, { waitForReady: true })
    const client = channel.client(Notes)
    const running = client.echo.safe(note())
    const waiting = client.quick(note('second'), { timeout: '9s' })
    await until(() => first.server.stats().handlers.running === 1, 'the first')
    expect(channel.stats().waiting).toBe(1)
    await first.server.close()
    expect((await running).ok).toBe(false)
    const second = own(createServer({ logger: new Lines() }), (one) => one.close())
    second.add(Notes, notesHandlers())
    await second.listen(first.url)
    expect((await waiting).text).toBe('second')
    gate.open()
  })
})
