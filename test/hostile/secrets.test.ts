/** Nothing that is meant for one side only gets to the other, into errors or into logs: found by looking for it everywhere. */

import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connect, createServer, type ServerOptions } from '../../runtime/index.js'
import { ChaosProxy } from '../support/chaos-proxy.js'
import { Notes, type NotesHandlers, note, notesHandlers } from '../support/note-service.js'
import { failure, portOf, until, useRigs } from '../support/rig.js'

const { own } = useRigs()

const token = 'tok-3f9a1c77'
const renewed = 'tok-88b2e0d4'
const handlerSecrets = ['/srv/app/secrets.yaml', "SELECT password FROM users WHERE name = 'ada'"]

/** What the process says where nobody gave it a logger. */
const said: string[] = []
beforeEach(() => {
  said.length = 0
  for (const level of ['warn', 'error', 'info', 'log', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => {
      said.push(parts.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' '))
    })
  }
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A server and a channel with the loggers that everybody has, and a wire in between that is listened to. */
async function tapped(
  options: ServerOptions,
  handlers: Partial<NotesHandlers> = {},
  channel: Parameters<typeof connect>[1] = { credentials: () => ({ token }) },
) {
  const server = own(createServer(options), (one) => one.close())
  server.add(Notes, notesHandlers(handlers))
  const url = await server.listen('tcp://127.0.0.1:0')
  const wire = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
  const client = own(connect(wire.url, { retry: false, waitForReady: false, ...channel }), (one) =>
    one.close(),
  )
  const toClient = () => Buffer.concat(wire.seen.toClient).toString('latin1')
  const toServer = () => Buffer.concat(wire.seen.toServer).toString('latin1')
  return { client: client.client(Notes), toClient, toServer, channel: client, server }
}

function expectSilence(haystack: string, needles: readonly string[]): void {
  for (const needle of needles) expect(haystack).not.toContain(needle)
}

describe('a token', () => {
  it('goes to the server once, comes back in nothing, and is in no log', async () => {
    const { client, toServer, toClient, channel, server } = await tapped({
      authenticate: () => ({ name: 'ada' }),
    })
    await client.echo(note('x'))
    expect(toServer().split(token)).toHaveLength(2)
    expectSilence(toClient() + said.join(), [token])
    // Nor where programs look around.
    expectSilence(inspect(channel, { depth: 9 }) + inspect(server, { depth: 9 }), [token])
    for (const peer of server.peers) expectSilence(inspect(peer, { depth: 9 }), [token])
  })

  it('that is not accepted is in no error and no log, whatever the hook throws', async () => {
    const hooks: NonNullable<ServerOptions['authenticate']>[] = [
      () => null,
      () => {
        throw new Error(`bad token ${token} in ${handlerSecrets[0]}`)
      },
      async (request) => {
        throw Object.assign(new Error('jwt malformed'), { request })
      },
      () => {
        throw { token, toString: () => token }
      },
    ]
    for (const authenticate of hooks) {
      const { client, toClient } = await tapped({ authenticate })
      const error = await failure(client.echo(note('x')))
      expect(error.code).toBe('UNAUTHENTICATED')
      const seen = inspect(error, { depth: 9 }) + JSON.stringify(error) + error.stack
      expectSilence(toClient() + seen, [token, ...handlerSecrets, 'jwt malformed'])
      expectSilence(said.join(), [token])
    }
    expect(said.join()).toContain('jwt malformed')
  })

  it('that is renewed is in no log and comes back in nothing', async () => {
    let count = 0
    const { client, toServer, toClient } = await tapped(
      {
        authenticate: (request) => {
          if (request.token === renewed) throw new Error(`${renewed} is not for us`)
          return { name: 'ada' }
        },
      },
      {},
      {
        credentials: () => {
          count++
          return { token: count === 1 ? token : renewed, expiresAt: new Date(Date.now() + 1_200) }
        },
      },
    )
    await client.echo(note('x'))
    await until(() => toServer().includes(renewed), 'the renewal')
    await until(() => said.some((line) => line.includes('is not for us')), 'the log')
    expectSilence(toClient() + said.join(), [token, renewed])
  })
})

describe('what a handler throws', () => {
  it('stays on its side, but for the fact', async () => {
    const { client, toClient } = await tapped(
      {},
      {
        echo: () => {
          throw new Error(`cannot read ${handlerSecrets[0]}: ${handlerSecrets[1]}`)
        },
        quick: async () => {
          throw Object.assign(new Error('query failed'), { sql: handlerSecrets[1] })
        },
        limited: () => {
          throw { sql: handlerSecrets[1] }
        },
      },
    )
    for (const method of ['echo', 'quick', 'limited'] as const) {
      const error = await failure(client[method](note('x')))
      expect(error).toMatchObject({ code: 'INTERNAL' })
      expectSilence(inspect(error, { depth: 9 }), handlerSecrets)
    }
    expectSilence(toClient(), [...handlerSecrets, 'query failed', 'at '])
    // The server's own log is where it belongs.
    expect(said.join()).toContain(handlerSecrets[0])
  })
})
