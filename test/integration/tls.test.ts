/** TLS: who is accepted by whom, what those are told who are not, and certificates that change while all goes on. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type ClientTlsOptions,
  connect,
  createServer,
  type PeerIdentity,
  type ServerTlsOptions,
} from '../../runtime/index.js'
import { readAltNames } from '../../runtime/transport/peer-certificate.js'
import { Authority, issueLocal, type MadeCertificate } from '../support/certificates.js'
import { hello, kind, open, parsePrefix } from '../support/frames.js'
import { encodedNote, Notes, note, notesHandlers, numbers } from '../support/note-service.js'
import { RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

let authority: Authority
let stranger: Authority
let local: MadeCertificate
let client: MadeCertificate
beforeAll(async () => {
  authority = await Authority.make('test authority')
  stranger = await Authority.make('somebody else')
  local = await issueLocal(authority)
  client = await authority.issue({
    name: 'orders',
    uri: ['spiffe://example.org/orders'],
    dns: ['orders.internal'],
  })
})

const trusting = (more: ClientTlsOptions = {}): ClientTlsOptions => ({ ca: authority.ca, ...more })

/** A TLS server that counts its handlers, and says who called. */
async function secure(
  server: Partial<ServerTlsOptions> = {},
  channel: ClientTlsOptions = trusting(),
  host = '127.0.0.1',
) {
  let started = 0
  const seen: (PeerIdentity | undefined)[] = []
  const rig = await start({
    listen: `tls://${host}:0`,
    server: { tls: { ...local, ...server } },
    channel: { tls: channel },
    handlers: {
      echo: (request, { peer }) => {
        started++
        seen.push(peer.identity)
        return request
      },
    },
  })
  return { ...rig, seen, started: () => started }
}

function folder(): string {
  return own(mkdtempSync(join(tmpdir(), 'certificates-')), (one) =>
    rmSync(one, { recursive: true, force: true }),
  )
}

/** A TLS socket without a line of the runtime's. */
function rawTls(url: string, options: tls.ConnectionOptions = {}): tls.TLSSocket {
  const socket = tls.connect({
    host: '127.0.0.1',
    port: portOf(url),
    ca: authority.ca,
    ALPNProtocols: ['trunkline/1'],
    ...options,
  })
  socket.on('error', () => {})
  return own(socket, (one) => one.destroy())
}

describe('a tls: address', () => {
  it('carries calls, small and large, in both directions', async () => {
    const rig = await secure()
    expect(rig.url).toMatch(/^tls:\/\/127\.0\.0\.1:\d+$/)
    expect(await rig.client.echo(note('x'))).toEqual(note('x'))
    const large = note('', 0, new Uint8Array(3_000_000).fill(7))
    const answers = await Promise.all(Array.from({ length: 4 }, () => rig.client.echo(large)))
    for (const answer of answers) expect(answer.data.length).toBe(3_000_000)
  })

  it('tells handlers where the caller is, and nothing of a certificate where there is none', async () => {
    const rig = await secure()
    await rig.client.echo(note())
    expect(rig.seen).toEqual([undefined])
    const [peer] = rig.server.peers
    expect(peer?.address).toMatch(/^tls:\/\/127\.0\.0\.1:\d+$/)
  })

  it('is closed politely: the answer of a call in flight arrives', async () => {
    const held = new Gate()
    const { client: notes, server } = await start({
      listen: 'tls://127.0.0.1:0',
      server: { tls: local },
      channel: { tls: trusting() },
      handlers: { echo: (request) => held.passed.then(() => request) },
    })
    const call = notes.echo(note('last'))
    await until(() => server.stats().handlers.running === 1)
    const closed = server.close()
    held.open()
    expect(await call).toEqual(note('last'))
    await closed
  })

  it('P-56 negotiates ALPN trunkline/1 and TLS 1.3', async () => {
    const rig = await secure()
    const socket = rawTls(rig.url)
    await new Promise((resolve) => socket.once('secureConnect', resolve))
    expect([socket.alpnProtocol, socket.getProtocol()]).toEqual(['trunkline/1', 'TLSv1.3'])
  })

  it('takes certificates from files, and says which file it cannot read', async () => {
    const path = folder()
    const file = (name: string, text: string) => {
      writeFileSync(join(path, name), text)
      return join(path, name)
    }
    const rig = await start({
      listen: 'tls://127.0.0.1:0',
      server: {
        tls: { certFile: file('cert.pem', local.cert), keyFile: file('key.pem', local.key) },
      },
      channel: { tls: { caFile: file('ca.pem', authority.ca) } },
    })
    expect(await rig.client.echo(note('x'))).toEqual(note('x'))
    const missing = join(path, 'missing.pem')
    const channel = channelTo(rig.url, { tls: { caFile: missing } })
    const error = await failure(channel.client(Notes).echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toContain(`tls.caFile cannot be read: ENOENT`)
    const server = own(createServer({ tls: { certFile: missing, keyFile: missing } }), (one) =>
      one.close(),
    )
    await expect(server.listen('tls://127.0.0.1:0')).rejects.toThrow(/tls\.certFile cannot be read/)
  })
})

describe('a client refuses', () => {
  const cases: Readonly<
    Record<string, [() => Promise<MadeCertificate>, Partial<ClientTlsOptions>, RegExp, RegExp]>
  > = {
    'a certificate of an authority that it does not know': [
      () => issueLocal(stranger),
      {},
      /signed by nobody whom this side trusts/,
      /tls\.caFile/,
    ],
    'a certificate that has expired': [
      () => issueLocal(authority, { days: [-2, -1] }),
      {},
      /certificate has expired/,
      /renew it/,
    ],
    'a certificate that is not valid yet': [
      () => issueLocal(authority, { days: [0.5, 1] }),
      {},
      /not valid yet/,
      /clocks/,
    ],
    'a certificate for another name': [
      () => authority.issue({ name: '127.0.0.1', dns: ['other.example'] }),
      {},
      /for another name: it has DNS:other\.example/,
      /tls\.serverName/,
    ],
    'a certificate without the name that it was told to expect': [
      () => issueLocal(authority),
      { serverName: 'orders.internal' },
      /for another name/,
      /tls\.serverName/,
    ],
  }
  for (const [what, [make, options, text, hint]] of Object.entries(cases)) {
    it(`${what}, says so, and does not try again`, async () => {
      const rig = await secure(await make(), trusting(options))
      const before = performance.now()
      const error = await failure(rig.client.echo(note()))
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent', endpoint: rig.url })
      expect(error.message).toMatch(text)
      expect(error.hint).toMatch(hint)
      expect(performance.now() - before).toBeLessThan(3_000)
      expect(rig.started()).toBe(0)
      await until(() => rig.server.stats().handshakes === 0, 'the close')
    })
  }

  it('P-56 a server that does not negotiate ALPN, before it says anything', async () => {
    const said: Buffer[] = []
    const server = tls.createServer({ ...local }, (socket) => {
      socket.on('data', (chunk) => said.push(chunk)).on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    own(server, (one) => new Promise((resolve) => one.close(resolve)))
    const { port } = server.address() as net.AddressInfo
    const channel = channelTo(`tls://127.0.0.1:${port}`, { tls: trusting() })
    const error = await failure(channel.client(Notes).echo(note()))
    expect(error.message).toMatch(/speaks TLS but not Trunkline/)
    expect(said).toEqual([])
  })

  it('a server that speaks TLS 1.2, unless that was asked for', async () => {
    const server = tls.createServer(
      { ...local, maxVersion: 'TLSv1.2', ALPNProtocols: ['trunkline/1'] },
      (socket) => socket.on('error', () => {}),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    own(server, (one) => new Promise((resolve) => one.close(resolve)))
    const { port } = server.address() as net.AddressInfo
    const channel = channelTo(`tls://127.0.0.1:${port}`, { tls: trusting() })
    const error = await failure(channel.client(Notes).echo(note()))
    expect(error.message).toMatch(/does not speak a version of TLS that this side allows/)
    expect(error.hint).toMatch(/TLSv1\.2/)
  })

  it('a server that speaks Trunkline without TLS, and a server that speaks HTTP', async () => {
    const { url } = await start()
    const plain = await failure(
      channelTo(url.replace('tcp:', 'tls:'), { tls: trusting() }).client(Notes).echo(note()),
    )
    expect(plain.message).toMatch(/closed the connection during the TLS handshake/)
    expect(plain.hint).toMatch(/tcp: address/)
    const web = own(
      await RawServer.listen((peer) => peer.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))),
      (one) => one.close(),
    )
    const http = await failure(
      channelTo(web.url.replace('tcp:', 'tls:'), { tls: trusting() }).client(Notes).echo(note()),
    )
    expect(http.message).toMatch(/does not speak TLS on this port/)
  })

  it('nothing with insecureSkipVerify, and the log says so', async () => {
    const log = new Lines()
    const { url } = await secure(await issueLocal(stranger))
    const channel = channelTo(url, { logger: log, tls: { insecureSkipVerify: true } })
    expect(await channel.client(Notes).echo(note('x'))).toEqual(note('x'))
    expect(log.all.join()).toMatch(/insecureSkipVerify is on/)
    const again = channelTo(url, {
      tls: { insecureSkipVerify: true },
      credentials: () => ({ token: 'secret' }),
    })
    const error = await failure(again.client(Notes).echo(note()))
    expect(error.message).toMatch(/the credentials were not sent/)
  })
})

describe('a server refuses', () => {
  const refusals: Readonly<Record<string, [tls.ConnectionOptions, RegExp]>> = {
    'P-56 a peer that offers no ALPN': [{ ALPNProtocols: [] }, /did not ask for ALPN trunkline\/1/],
    'P-56 a peer that offers another ALPN': [
      { ALPNProtocols: ['h2', 'http/1.1'] },
      /speaks TLS but not Trunkline/,
    ],
    'a peer that speaks TLS 1.2': [{ maxVersion: 'TLSv1.2' }, /version of TLS/],
  }
  for (const [what, [options, log]] of Object.entries(refusals)) {
    it(`${what}, closes at once, and says why in one line`, async () => {
      const rig = await secure()
      const got: Buffer[] = []
      const socket = rawTls(rig.url, options)
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.on('data', (chunk) => got.push(chunk))
      socket.write(hello())
      socket.write(open(1, numbers.echo, encodedNote('x')))
      await closed
      expect(got).toEqual([])
      await until(() => rig.server.stats().handshakes === 0, 'the close')
      expect(rig.log.all).toHaveLength(1)
      expect(rig.log.all[0]).toMatch(log)
      expect(rig.started()).toBe(0)
      expect(await rig.client.echo(note('x'))).toEqual(note('x'))
    })
  }

  it('nobody for TLS 1.2 where it was asked for', async () => {
    const rig = await secure({ minVersion: 'TLSv1.2' })
    const socket = rawTls(rig.url, { maxVersion: 'TLSv1.2' })
    await new Promise((resolve) => socket.once('secureConnect', resolve))
    expect(socket.getProtocol()).toBe('TLSv1.2')
    socket.write(hello())
    const got: Buffer[] = []
    socket.on('data', (chunk) => got.push(chunk))
    await until(() => Buffer.concat(got).length > 20)
  })

  it('a peer that speaks Trunkline without TLS, and tells its program', async () => {
    const rig = await secure()
    const error = await failure(
      channelTo(rig.url.replace('tls:', 'tcp:')).client(Notes).echo(note()),
    )
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toMatch(/it speaks TLS; use a tls: address|closed the connection/)
    await until(() => rig.log.all.length === 1)
    expect(rig.log.all[0]).toMatch(/does not speak TLS: does it use a tcp: address\?/)
  })

  it('a peer that sends HTTP', async () => {
    const rig = await secure()
    const peer = own(await RawPeer.connect(portOf(rig.url)), (one) => one.destroy())
    peer.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
    await until(() => peer.ended || peer.closed)
    expect(rig.log.all[0]).toMatch(/it sent an HTTP request/)
  })

  it('to wait for a peer that stops in the middle of the TLS handshake', async () => {
    const rig = await start({
      listen: 'tls://127.0.0.1:0',
      server: { tls: local, limits: { handshakeTimeoutMs: 300 } },
    })
    const before = performance.now()
    const peers = await Promise.all(
      [0, 1, 3, 200].map(async (bytes) => {
        const peer = own(await RawPeer.connect(portOf(rig.url)), (one) => one.destroy())
        peer.write(
          Buffer.from(`1603010200010001fc0303${'00'.repeat(300)}`, 'hex').subarray(0, bytes),
        )
        return peer
      }),
    )
    await until(() => peers.every((peer) => peer.ended || peer.closed), 'the close')
    expect(performance.now() - before).toBeGreaterThan(250)
    expect(performance.now() - before).toBeLessThan(300 + 500 + 1_000)
    await until(() => rig.server.stats().handshakes === 0)
  })

  it('to keep the sockets of peers that go away in the middle of the TLS handshake', async () => {
    const rig = await secure()
    for (let count = 0; count < 20; count++) {
      const peer = await RawPeer.connect(portOf(rig.url))
      peer.write(Buffer.from('160301', 'hex').subarray(0, count % 4))
      await new Promise(setImmediate)
      if (count % 2 === 0) peer.destroy()
      else peer.socket.resetAndDestroy()
    }
    await until(() => rig.server.stats().handshakes === 0, 'the release')
    // Probes of load balancers do that all day.
    expect(rig.log.all).toEqual([])
  })

  it('to be taken in by a name with a comma', () => {
    expect(readAltNames('DNS:a.example, IP Address:127.0.0.1')).toEqual([
      'DNS:a.example',
      'IP Address:127.0.0.1',
    ])
    expect(readAltNames('URI:"http://a/, DNS:bank.example", DNS:b')).toEqual([
      'URI:http://a/, DNS:bank.example',
      'DNS:b',
    ])
    for (const broken of ['DNS:"a', 'no names', 'DNS:a"b', 'URI:"\\x"']) {
      expect(readAltNames(broken)).toEqual([])
    }
  })
})

describe('a client certificate', () => {
  it('that was verified says who calls', async () => {
    const rig = await secure({ ca: authority.ca, requestClientCert: true }, trusting({ ...client }))
    await rig.client.echo(note())
    expect(rig.seen).toEqual([
      {
        subject: 'CN=orders',
        altNames: ['DNS:orders.internal', 'URI:spiffe://example.org/orders'],
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        validTo: expect.any(Date),
      },
    ])
    const [peer] = rig.server.peers
    expect(peer?.identity?.subject).toBe('CN=orders')
  })

  it('reaches authenticate, which decides by it', async () => {
    const { client: notes } = await start({
      listen: 'tls://127.0.0.1:0',
      server: {
        tls: { ...local, ca: authority.ca, requestClientCert: true },
        authenticate: ({ identity }) => ({
          name: identity?.altNames.find((name) => name.startsWith('URI:')) ?? '',
        }),
      },
      channel: { tls: trusting({ ...client }) },
      handlers: { echo: (_, { peer }) => note(peer.principal?.name) },
    })
    expect((await notes.echo(note())).text).toBe('URI:spiffe://example.org/orders')
  })

  it('shows the client who its server is as well', async () => {
    const server = own(createServer({ logger: new Lines(), tls: local }), (one) => one.close())
    let identity: PeerIdentity | undefined
    server.add(Notes, notesHandlers())
    const url = await server.listen('tls://127.0.0.1:0')
    const channel = channelTo(url, { tls: trusting() })
    channel.add(
      { ...Notes, routes: Notes.routes },
      notesHandlers({
        echo: (request, { peer }) => {
          identity = peer.identity
          return request
        },
      }),
    )
    await channel.ready()
    await until(() => server.peers.size === 1)
    for (const peer of server.peers) await peer.client(Notes).echo(note('back'))
    expect(identity?.altNames).toEqual(['DNS:localhost', 'IP Address:127.0.0.1'])
  })

  const faults: Readonly<Record<string, [() => Promise<Partial<MadeCertificate>>, RegExp]>> = {
    'that is missing': [async () => ({}), /asks for a client certificate, and got none/],
    'of an authority that is not known': [
      () => stranger.issue({ name: 'orders' }),
      /client certificate was not accepted: UNABLE_TO_/,
    ],
    'that has expired': [
      () => authority.issue({ name: 'orders', days: [-2, -1] }),
      /client certificate was not accepted: CERT_HAS_EXPIRED/,
    ],
  }
  for (const [what, [make, text]] of Object.entries(faults)) {
    it(`P-58 ${what} turns the client away, tells it why, and no handler starts`, async () => {
      const rig = await secure(
        { ca: authority.ca, requestClientCert: true },
        trusting(await make()),
      )
      const error = await failure(rig.client.echo(note()))
      expect(error).toMatchObject({ code: 'UNAUTHENTICATED', outcome: 'not-sent' })
      expect(error.message).toMatch(text)
      expect(rig.started()).toBe(0)
      await until(() => rig.server.stats().handshakes === 0, 'the close')
      // Nor when it does not wait for the answer.
      const { cert, key } = await make()
      const socket = rawTls(rig.url, { ...(cert && { cert }), ...(key && { key }) })
      const got: Buffer[] = []
      socket.on('data', (chunk) => got.push(chunk))
      socket.write(Buffer.concat([hello(), open(1, numbers.echo, encodedNote('x'))]))
      await until(() => Buffer.concat(got).length > 8, 'the goodbye')
      const { frames } = parsePrefix(new Uint8Array(Buffer.concat(got).subarray(8)))
      expect(frames.map((frame) => frame.kind)).toEqual([kind.goaway])
      expect(rig.started()).toBe(0)
    })
  }

  it('may be missing where it is optional, and must be right where there is one', async () => {
    const rig = await secure({ ca: authority.ca, requestClientCert: 'optional' })
    await rig.client.echo(note())
    const known = channelTo(rig.url, { tls: trusting({ ...client }) })
    await known.client(Notes).echo(note())
    expect(rig.seen.map((identity) => identity?.subject)).toEqual([undefined, 'CN=orders'])
    const other = channelTo(rig.url, { tls: trusting(await stranger.issue({ name: 'orders' })) })
    expect(await failure(other.client(Notes).echo(note()))).toMatchObject({
      code: 'UNAUTHENTICATED',
    })
    expect(rig.started()).toBe(2)
  })
})

describe('server names', () => {
  it('choose the certificate, one label of a wildcard included', async () => {
    const named = (name: string) => authority.issue({ name, dns: [name] })
    const rig = await secure({
      certificates: {
        'a.example': await named('a.example'),
        '*.b.example': await named('*.b.example'),
      },
    })
    const subjectFor = async (servername: string) => {
      const socket = rawTls(rig.url, { servername, checkServerIdentity: () => undefined })
      await new Promise((resolve) => socket.once('secureConnect', resolve))
      return socket.getPeerX509Certificate()?.subject
    }
    expect(await subjectFor('a.example')).toBe('CN=a.example')
    expect(await subjectFor('A.Example')).toBe('CN=a.example')
    expect(await subjectFor('x.b.example')).toBe('CN=*.b.example')
    expect(await subjectFor('x.y.b.example')).toBe('CN=local')
    expect(await subjectFor('unknown.example')).toBe('CN=local')
    const channel = channelTo(rig.url, { tls: trusting({ serverName: 'x.b.example' }) })
    expect(await channel.client(Notes).echo(note('x'))).toEqual(note('x'))
  })
})

describe('a certificate that changes', () => {
  it('serves new connections, and those that stand go on', async () => {
    const first = await authority.issue({ name: 'first', ip: ['127.0.0.1'] })
    const second = await authority.issue({ name: 'second', ip: ['127.0.0.1'], dns: ['localhost'] })
    const rig = await secure(first)
    await rig.client.echo(note())
    await rig.server.setCertificate(second)
    expect(await rig.client.echo(note('still'))).toEqual(note('still'))
    expect(rig.server.stats().connections).toBe(1)
    const subjectFor = async (options: tls.ConnectionOptions) => {
      const socket = rawTls(rig.url, options)
      await new Promise((resolve) => socket.once('secureConnect', resolve))
      return socket.getPeerX509Certificate()?.subject
    }
    expect(await subjectFor({})).toBe('CN=second')
    expect(await subjectFor({ servername: 'localhost' })).toBe('CN=second')
    expect(rig.log.all).toEqual([])
  })

  it('is left alone where the new one cannot be used', async () => {
    const rig = await secure()
    const other = await issueLocal(authority)
    const mixed = { cert: local.cert, key: other.key }
    await expect(rig.server.setCertificate(mixed)).rejects.toThrow(
      /setCertificate: the key does not belong to the certificate/,
    )
    const garbled = {
      cert: local.cert,
      key: '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----',
    }
    await expect(rig.server.setCertificate(garbled)).rejects.toThrow(/cannot be used/)
    await expect(rig.server.setCertificate({ certFile: '/nowhere' })).rejects.toThrow(
      /certificate and its key/,
    )
    expect(await rig.client.echo(note('x'))).toEqual(note('x'))
  })

  it('of a client is read again at each dial, from a file or a function', async () => {
    const path = folder()
    const certFile = join(path, 'cert.pem')
    const keyFile = join(path, 'key.pem')
    const put = async (name: string) => {
      const { cert, key } = await authority.issue({ name })
      writeFileSync(certFile, cert)
      writeFileSync(keyFile, key)
    }
    await put('monday')
    const rig = await secure(
      { ca: authority.ca, requestClientCert: true },
      trusting({ certFile, keyFile }),
    )
    await rig.client.echo(note())
    await put('tuesday')
    let asked = 0
    const byFunction = channelTo(rig.url, {
      tls: async () => {
        asked++
        return trusting({ certFile, keyFile })
      },
    })
    await byFunction.client(Notes).echo(note())
    expect(rig.seen.map((identity) => identity?.subject)).toEqual(['CN=monday', 'CN=tuesday'])
    expect(asked).toBe(1)
  })

  it('of a client that cannot be had fails the call with the reason', async () => {
    const { url } = await secure()
    const reasons: [() => ClientTlsOptions | Promise<ClientTlsOptions>, RegExp][] = [
      [() => Promise.reject(new Error('the vault is sealed')), /the vault is sealed/],
      [() => ({ cert: 'cert.pem' }), /tls\.cert is no PEM.*use certFile/],
      [() => undefined as never, /must be an object of options/],
      [() => ({ cert: local.cert, key: client.key }), /the key does not belong to the certificate/],
    ]
    for (const [give, text] of reasons) {
      const channel = channelTo(url, { tls: give })
      const error = await failure(channel.client(Notes).echo(note()))
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
      expect(error.message).toMatch(text)
    }
  })
})

describe('listening beyond this machine', () => {
  const refused = (options: Parameters<typeof createServer>[0], url: string) =>
    own(createServer({ logger: new Lines(), ...options }), (one) => one.close()).listen(url)

  it('needs TLS and a way to know the callers, or the word insecure', async () => {
    const mutual = { tls: { ...local, ca: authority.ca, requestClientCert: true as const } }
    const authenticate = () => null
    await expect(refused({}, 'tcp://0.0.0.0:0')).rejects.toThrow(/without encryption: use a tls:/)
    await expect(refused({ authenticate }, 'tcp://0.0.0.0:0')).rejects.toThrow(/without encryption/)
    await expect(refused({ tls: local }, 'tls://0.0.0.0:0')).rejects.toThrow(
      /without saying who they are: give authenticate or tls\.requestClientCert/,
    )
    const optional = { tls: { ...mutual.tls, requestClientCert: 'optional' as const } }
    await expect(refused(optional, 'tls://0.0.0.0:0')).rejects.toThrow(/without saying who/)
    await refused(mutual, 'tls://0.0.0.0:0')
    await refused({ tls: local, authenticate }, 'tls://0.0.0.0:0')
    await refused({ tls: local, insecure: true }, 'tls://0.0.0.0:0')
    await refused({ tls: local }, 'tls://127.0.0.1:0')
  })

  it('needs a certificate', async () => {
    await expect(refused({}, 'tls://127.0.0.1:0')).rejects.toThrow(/needs a certificate/)
  })

  it('on a port that is taken rejects with the reason', async () => {
    const { url } = await secure()
    await expect(refused({ tls: local }, url)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('options of TLS', () => {
  it('that make no sense are refused where they are given', () => {
    const server = (tlsOptions: unknown) => () => createServer({ tls: tlsOptions as never })
    expect(server({})).toThrow(/tls needs a certificate and its key/)
    expect(server({ certFile: 'a' })).toThrow(/certificate and its key/)
    expect(server({ ...local, certFile: 'a' })).toThrow(/both cert and certFile/)
    expect(server({ ...local, cert: 'cert.pem' })).toThrow(/no PEM.*use certFile/)
    expect(server({ ...local, requestClientCert: 'yes' })).toThrow(/requestClientCert/)
    expect(server({ ...local, minVersion: 'TLSv1' })).toThrow(/minVersion/)
    expect(server({ ...local, rejectUnauthorized: false })).toThrow(/has no option/)
    expect(server({ ...local, certificates: { a: {} } })).toThrow(/tls\.certificates\["a"\] needs/)
    const channel = (tlsOptions: unknown) => () =>
      connect('tls://127.0.0.1:1', { tls: tlsOptions as never })
    expect(channel({ cert: local.cert })).toThrow(/certificate and its key/)
    expect(channel({ serverName: '' })).toThrow(/serverName/)
    expect(channel({ insecureSkipVerify: 'yes' })).toThrow(/insecureSkipVerify/)
    expect(channel({ rejectUnauthorized: false })).toThrow(/has no option/)
    expect(channel({ ca: 5 })).toThrow(/tls\.ca must be a text or bytes/)
  })
})
