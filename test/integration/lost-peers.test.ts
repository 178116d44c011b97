/** The other end of a connection that is lost: whoever first looks at it then must not wait for it. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ServerCall } from '../../runtime/index.js'
import { testConnection } from '../../runtime/testing/index.js'
import { Echo } from '../bench/gen/echo.js'
import { Gate } from '../support/rig.js'

describe('a peer that is looked at when its connection is lost', () => {
  it('refuses calls and streams at once', async () => {
    const arrived = new Gate<ServerCall>()
    await using pair = testConnection({ limits: { callTimeoutMs: 1000 } })
    pair.client.add(Echo, { echo: (request) => request, down: async function* () {} })
    pair.server.add(Echo, {
      echo: async (request, call) => {
        arrived.open(call)
        await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
        return request
      },
    })
    const lost = pair.client.client(Echo).echo({ text: 'a' })
    const call = await arrived.passed
    pair.cut()
    await expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    // Behind all that the loss brings about.
    await sleep(20)
    const peer = call.peer.client(Echo)
    const refused = { code: 'UNAVAILABLE', outcome: 'not-sent' }
    await expect(peer.echo({ text: 'b' })).rejects.toMatchObject(refused)
    await expect(peer.down({ data: new Uint8Array() }).next()).rejects.toMatchObject(refused)
  })
})
