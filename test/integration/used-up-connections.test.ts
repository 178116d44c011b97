/** A connection whose call ids are used up makes room for another, and nobody who calls notices. */

import { describe, expect, it } from 'vitest'
import { Notes, note } from '../support/note-service.js'
import { Gate, until, useRigs } from '../support/rig.js'
import { Device, streamsHandlers } from '../support/stream-service.js'

const { start, channelTo } = useRigs()

const ids = 1_000

describe('a connection whose call ids are used up', () => {
  it('is replaced: a hundred thousand calls over connections of a thousand each, none fails', async () => {
    const seen = new Set<unknown>()
    const { client, channel, server } = await start({
      channel: { limits: { callIdsPerConnection: ids } },
      handlers: {
        echo(request, call) {
          seen.add(call.peer)
          return request
        },
      },
    })
    const calls = 100_000
    const callers = 200
    let answered = 0
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let i = 0; i < calls / callers; i++) {
          const number = caller * 1_000 + i
          if ((await client.echo(note('', number))).number === number) answered++
        }
      }),
    )
    expect(answered).toBe(calls)
    expect(seen.size).toBe(calls / ids)
    // The last connection is used up as well, so all of them go.
    await until(() => channel.stats().connections === 0 && server.stats().connections === 0)
  }, 60_000)

  it('is left by calls that wait as well: those beyond its ids go to the next', async () => {
    const { client } = await start({
      channel: { limits: { callIdsPerConnection: 3 } },
      server: { limits: { maxCallsPerConnection: 2 } },
    })
    const numbers = Array.from({ length: 20 }, (_, number) => number)
    const answers = await Promise.all(numbers.map((number) => client.echo(note('', number))))
    expect(answers.map(({ number }) => number)).toEqual(numbers)
  })

  it('lets the calls on it finish while new ones use the next', async () => {
    const gate = new Gate()
    const { client, channel } = await start({
      channel: { limits: { callIdsPerConnection: 2 } },
      handlers: {
        async echo(request) {
          if (request.text === 'slow') await gate.passed
          return request
        },
      },
    })
    const slow = client.echo(note('slow'))
    await client.echo(note())
    await client.echo(note())
    expect(channel.stats()).toMatchObject({ connections: 2, inFlight: 1 })
    gate.open()
    expect((await slow).text).toBe('slow')
    await until(() => channel.stats().connections === 1)
  })

  it('is left by the accepting side too, when it is the one that calls', async () => {
    const { server, url } = await start({ server: { limits: { callIdsPerConnection: 5 } } })
    const channel = channelTo(url).add(Device, streamsHandlers())
    const client = channel.client(Notes)
    for (let round = 0; round < 3; round++) {
      await client.echo(note())
      const [peer] = server.peers
      if (peer === undefined) throw new Error('there is no peer')
      const device = peer.client(Device)
      for (let number = 0; number < 5; number++) {
        expect((await device.echo(note('', number))).number).toBe(number)
      }
      await expect(device.echo(note())).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        outcome: 'not-sent',
      })
      await until(() => !server.peers.has(peer), 'the goodbye')
    }
  })
})
