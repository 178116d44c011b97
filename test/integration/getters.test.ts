import { describe, expect, it } from 'vitest'
import { note, noteThatActs } from '../support/note-service.js'
import { failure, Gate, useRigs } from '../support/rig.js'

const { start } = useRigs()

describe('a request with a getter', () => {
  it('is sent whole although the getter makes calls itself, and these end as well', async () => {
    const { client } = await start()
    await client.echo(note('connected'))
    const inner: Promise<string>[] = []
    const request = {
      ...note(),
      get text() {
        inner.push(client.quick(note('inner')).then(() => 'answered', String))
        return 'outer'
      },
    }
    // Checks read it before there is a frame; what is encoded reads it in the middle of one.
    expect(await client.echo(request)).toEqual(note('outer'))
    expect(inner.length).toBeGreaterThanOrEqual(2)
    expect(new Set(await Promise.all(inner))).toEqual(
      new Set(['answered', expect.stringContaining('uses the connection that sends it')]),
    )
    expect(await client.echo(note('still here'))).toEqual(note('still here'))
  })

  it('is sent whole although the getter aborts another call, and the handler of that hears of it', async () => {
    const waiting = new Gate<AbortSignal>()
    const { client } = await start({
      handlers: {
        quick(request, call) {
          waiting.open(call.signal)
          return new Promise((resolve) => {
            call.signal.addEventListener('abort', () => resolve(request))
          })
        },
      },
    })
    const controller = new AbortController()
    const other = failure(client.quick(note('slow'), { signal: controller.signal, timeout: '5s' }))
    const signal = await waiting.passed
    const request = noteThatActs('outer', () => controller.abort(new Error('not needed')))
    expect(await client.echo(request)).toEqual(note('outer'))
    expect(await other).toMatchObject({ code: 'CANCELLED' })
    await expect.poll(() => signal.aborted).toBe(true)
    expect(await client.echo(note('still here'))).toEqual(note('still here'))
  })

  it.each([true, false])(
    'is not sent when the getter aborts its own call; connected: %s',
    async (isConnected) => {
      let served = 0
      const { client, channel } = await start({
        handlers: {
          quick(request) {
            served++
            return request
          },
        },
      })
      if (isConnected) await client.echo(note('connected'))
      const controller = new AbortController()
      const request = noteThatActs('once', () => controller.abort(new Error('not needed')))
      const error = await failure(client.quick(request, { signal: controller.signal }))
      expect(error).toMatchObject({ code: 'CANCELLED', outcome: 'not-sent' })
      expect(channel.stats().waiting).toBe(0)
      expect(await client.echo(note('still here'))).toEqual(note('still here'))
      expect(served).toBe(0)
    },
  )

  it('is answered although the getter closes the channel', async () => {
    const { client, channel } = await start()
    await client.echo(note('connected'))
    let closed: Promise<void> | undefined
    const request = noteThatActs('last', () => {
      closed = channel.close()
    })
    expect(await client.echo(request)).toEqual(note('last'))
    await closed
    expect(channel.state).toBe('closed')
  })

  it('is not sent when the getter throws while it is encoded', async () => {
    const { client } = await start()
    await client.echo(note('connected'))
    const request = noteThatActs('once', () => {
      throw new Error('not twice')
    })
    const error = await failure(client.echo(request))
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
    expect(await client.echo(note('still here'))).toEqual(note('still here'))
  })
})
