import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect, createServer } from '../../runtime/index.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { RawPeer } from '../support/raw-peer.js'
import { failure, Lines, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'notes-'))
  own(folder, (one) => rmSync(one, { recursive: true, force: true }))
  return join(folder, 'notes.sock')
}

const quiet = () => own(createServer({ logger: new Lines() }), (one) => one.close())

describe('listen', () => {
  it('returns the address with the port it got', async () => {
    const url = await quiet().listen('tcp://127.0.0.1:0')
    expect(url).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
    expect(portOf(url)).toBeGreaterThan(0)
  })

  it('may be called for several addresses', async () => {
    const { server, client, url } = await start()
    const second = await server.listen('tcp://127.0.0.1:0')
    expect(second).not.toBe(url)
    expect(await channelTo(second).client(Notes).echo(note('b'))).toEqual(note('b'))
    expect(await client.echo(note('a'))).toEqual(note('a'))
  })

  it('on a port that is taken rejects with the reason, and the server can still listen elsewhere', async () => {
    const { url } = await start()
    const other = quiet()
    await expect(other.listen(url)).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `cannot listen on ${url}: the address is in use: stop what listens there, or choose another`,
      stack: expect.stringContaining('listening.test.ts'),
    })
    await other.listen('tcp://127.0.0.1:0')
  })

  for (const host of ['0.0.0.0', '[::]', '127.0.0.1.example.com']) {
    it(`on ${host} is refused without a word of consent`, async () => {
      await expect(quiet().listen(`tcp://${host}:0`)).rejects.toThrow(
        /can be reached from other machines .* insecure: true/,
      )
    })
  }

  it('on all addresses works when it was asked for', async () => {
    const server = own(createServer({ insecure: true }), (one) => one.close())
    server.add(Notes, notesHandlers())
    const url = await server.listen('tcp://0.0.0.0:0')
    expect(
      await channelTo(`tcp://127.0.0.1:${portOf(url)}`)
        .client(Notes)
        .echo(note('x')),
    ).toEqual(note('x'))
  })

  it('with an address that cannot be read says what to write', async () => {
    await expect(quiet().listen('localhost:80')).rejects.toThrow(/write tcp:\/\/HOST:PORT/)
    expect(() => connect('localhost:80')).toThrow(/write tcp:\/\/HOST:PORT/)
  })
})

describe('a Unix socket', () => {
  it('carries calls', async () => {
    const path = socketPath()
    const { client, url } = await start({
      listen: `unix:${path}`,
      handlers: { echo: (_request, call) => note(call.peer.address) },
    })
    expect(url).toBe(`unix:${path}`)
    expect(await client.echo(note())).toEqual(note('unix:'))
  })

  it('that a crashed server left behind is replaced', async () => {
    const path = socketPath()
    const crashed = net.createServer().listen(path)
    await new Promise((resolve) => crashed.once('listening', resolve))
    // Closing removes the file; a crash does not. A listener whose file was renamed away and back is as good.
    renameSync(path, `${path}.kept`)
    await new Promise((resolve) => crashed.close(resolve))
    renameSync(`${path}.kept`, path)
    const { client } = await start({ listen: `unix:${path}` })
    expect(await client.echo(note('x'))).toEqual(note('x'))
  })

  it('of a server that lives is not taken away from it', async () => {
    const path = socketPath()
    const { client, log } = await start({ listen: `unix:${path}` })
    await expect(quiet().listen(`unix:${path}`)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect(await client.echo(note('x'))).toEqual(note('x'))
    // The look at the socket is no peer that misbehaves.
    expect(log.all).toEqual([])
  })

  it('is not made of a file that is something else', async () => {
    const path = socketPath()
    writeFileSync(path, 'precious')
    await expect(quiet().listen(`unix:${path}`)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect(statSync(path).size).toBe(8)
  })

  it('that nobody listens on fails the call with the reason', async () => {
    const error = await failure(channelTo(`unix:${socketPath()}`).client(Notes).echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.hint).toContain('no such socket')
  })
})

describe('too many', () => {
  it('connections are closed before a byte is read, and those that are there go on', async () => {
    const { url, client, log } = await start({ server: { limits: { maxConnections: 2 } } })
    await client.echo(note())
    const second = own(await RawPeer.connect(portOf(url)), (one) => one.destroy())
    const third = own(await RawPeer.connect(portOf(url)), (one) => one.destroy())
    await until(() => third.closed || third.ended)
    expect([second.closed, third.received.length]).toEqual([false, 0])
    expect(await client.echo(note('x'))).toEqual(note('x'))
    expect(log.all.join()).toContain('limits.maxConnections')
  })

  it('handshakes at once are cut off, and those that are done do not count', async () => {
    const { url, client, log } = await start({ server: { limits: { maxHandshakes: 2 } } })
    await client.echo(note())
    const strangers: RawPeer[] = []
    for (let i = 0; i < 3; i++)
      strangers.push(own(await RawPeer.connect(portOf(url)), (one) => one.destroy()))
    await until(() => strangers[2]?.closed === true || strangers[2]?.ended === true)
    expect(strangers.slice(0, 2).map(({ closed }) => closed)).toEqual([false, false])
    expect(await client.echo(note('x'))).toEqual(note('x'))
    expect(log.all.join()).toContain('limits.maxHandshakes')
  })
})

describe('server.add', () => {
  it('of a service that is served already, or lacks a handler, says so', () => {
    const server = quiet().add(Notes, notesHandlers())
    expect(() => server.add(Notes, notesHandlers())).toThrow('test.v1.Notes/echo is served already')
  })

  it('has not happened: the call fails, was not sent, and says what to look at', async () => {
    const server = quiet()
    const error = await failure(
      channelTo(await server.listen('tcp://127.0.0.1:0'))
        .client(Notes)
        .echo(note()),
    )
    expect(error).toMatchObject({ code: 'UNIMPLEMENTED', outcome: 'not-sent' })
    expect(error.hint).toContain('server.add()')
  })
})
