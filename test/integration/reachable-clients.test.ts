/** A client that serves methods is to be reached: it connects again whenever it is lost, without a call of its own. */

import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createServer, type Peer, type Server } from '../../runtime/index.js'
import { note } from '../support/note-service.js'
import { Gate, Lines, portOf, until, useRigs } from '../support/rig.js'
import { Device, streamsHandlers } from '../support/stream-service.js'

const { own, channelTo } = useRigs()

/** A server that says who comes. */
async function serve(url = 'tcp://127.0.0.1:0') {
  const joined = new Gate<Peer>()
  const options = { logger: new Lines(), limits: { drainTimeoutMs: 10 } }
  const server: Server = own(
    createServer({ ...options, onPeerJoin: (peer) => joined.open(peer) }),
    (it) => it.close(),
  )
  return { server, url: await server.listen(url), joined: joined.passed }
}

describe('a client that serves methods', () => {
  it('connects again to each server that was away', async () => {
    const [one, other] = await Promise.all([serve(), serve()])
    const channel = channelTo([one.url, other.url], { limits: { redialMaxMs: 100 } })
    channel.add(Device, streamsHandlers())
    await channel.ready()
    await Promise.all([one.joined, other.joined])
    await one.server.close()
    await until(() => channel.stats().connections === 1, 'the loss')
    const again = await serve(one.url)
    const device = (await again.joined).client(Device)
    expect((await device.echo(note('hello'))).text).toBe('hello')
  })

  it('does not do so once it is closed', async () => {
    const { server, url, joined } = await serve()
    const channel = channelTo(url, { limits: { redialMaxMs: 10 } })
    channel.add(Device, streamsHandlers())
    await channel.ready()
    await joined
    await channel.close()
    await server.close()
    const again = await serve(url)
    let hasJoined = false
    void again.joined.then(() => {
      hasJoined = true
    })
    await sleep(100)
    expect(hasJoined).toBe(false)
  })

  it('keeps its process alive while there is no server', async () => {
    const { server, url, joined } = await serve()
    const script = fileURLToPath(new URL('../support/reachable-process.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, url], { stdio: 'inherit' })
    own(child, () => child.kill('SIGKILL'))
    await joined
    await server.close()
    await sleep(500)
    expect(child.exitCode).toBe(null)
    const again = await serve(url)
    expect(portOf(again.url)).toBe(portOf(url))
    const device = (await again.joined).client(Device)
    expect((await device.echo(note('still here'))).text).toBe('still here')
  })
})
