/**
 * Trunkline with one more feature in use, each by the name that comparisons.mjs gives it. A variant changes the options of
 * the server or the channel, or how the client calls.
 */

import { CheckedEcho } from '../../../.cache/bench/checked.js' // made by build-stubs.mjs
import { Echo } from '../../../.cache/bench/echo.js'
import { createServer, connect as open } from '../../../dist/index.js'
import { clientOf, handlers, limits, messages } from './trunkline-parts.mjs'

const pass = (call, next) => next(call)
const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const token = 'a bearer token of forty characters or so'

/** Everything that calls `echo` with options. */
const echoWith = (optionsOf) => (echo) => ({
  ...clientOf(echo),
  echo: (text) => echo.echo(text, optionsOf()),
})

/** @type {Record<string, Variant>} */
const variants = {
  constrained: {
    service: CheckedEcho,
    handlers: { echo: ({ text }) => ({ text }) },
    client: (echo) => ({ echo: (text) => echo.echo(text) }),
  },
  metadata: {
    handlers: {
      ...handlers,
      echo({ text }, call) {
        call.header.set('trace', call.metadata.get('trace'))
        return { text }
      },
    },
    client: echoWith(() => ({
      metadata: { trace },
      onHeader(header) {
        if (header.get('trace') !== trace) throw new Error('the trace is lost')
      },
    })),
  },
  'interceptors-1': { server: { interceptors: [pass] }, channel: { interceptors: [pass] } },
  'interceptors-3': {
    server: { interceptors: [pass, pass, pass] },
    channel: { interceptors: [pass, pass, pass] },
  },
  signal: { client: echoWith(() => ({ signal: new AbortController().signal })) },
  deadline: { client: echoWith(() => ({ timeout: 5000 })) },
  tls: {
    scheme: 'tls',
    prepare: async () => ({ tls: await makeCertificate() }),
    // What a certificate is checked for costs at the handshake and never again.
    channel: { tls: { insecureSkipVerify: true } },
  },
  gzip: {
    server: { compression: { algorithm: 'gzip', minBytes: 512 } },
    channel: { compression: { algorithm: 'gzip', minBytes: 512 } },
  },
  endpoints: { servers: 3 },
  authorize: {
    server: {
      authenticate: (request) => (request.token === token ? { name: 'bench' } : null),
      authorize: (principal, method) => principal.name === 'bench' && method.name !== '',
    },
    channel: { credentials: () => ({ token }) },
  },
  // Copies of the runtime, see build-stubs.mjs.
  metered: { copy: 'metered' },
  unmetered: { copy: 'unmetered' },
}

/** @returns {import('./index.mjs').System} */
export async function variantOf(name) {
  const variant = variants[name]
  const { scheme = 'tcp', servers = 1, client = clientOf } = variant
  const runtime =
    variant.copy === undefined
      ? { createServer, connect: open, Echo }
      : await import(`../../../.cache/bench/${variant.copy}.js`)
  const service = variant.service ?? runtime.Echo
  return {
    title: `Trunkline, ${name}`,
    settings: '',
    packages: ['trunkline'],
    async startServer() {
      const options = { limits, ...variant.server, ...(await variant.prepare?.()) }
      const ports = []
      for (let i = 0; i < servers; i++) {
        const server = runtime.createServer(options)
        server.add(service, variant.handlers ?? handlers)
        ports.push(new URL(await server.listen(`${scheme}://127.0.0.1:0`)).port)
      }
      return { port: ports.join(), close() {} }
    },
    async connect(ports) {
      const urls = String(ports)
        .split(',')
        .map((port) => `${scheme}://127.0.0.1:${port}`)
      const channel = runtime.connect(urls, { limits, ...variant.channel })
      await channel.ready()
      return { ...client(channel.client(service)), close: () => channel.close() }
    },
    messages,
  }
}

/** A certificate that nobody has signed, and its key. */
async function makeCertificate() {
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=bench',
    keys,
    signingAlgorithm: algorithm,
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key.toString('base64')}\n-----END PRIVATE KEY-----\n`,
  }
}

/**
 * @typedef {object} Variant
 * @property {object} [server] Options of the server.
 * @property {object} [channel] Options of the channel.
 * @property {() => Promise<object>} [prepare] Options of the server that must be made first.
 * @property {(echo: object) => object} [client] Calls in another way.
 * @property {object} [handlers]
 * @property {object} [service]
 * @property {string} [scheme]
 * @property {number} [servers]
 * @property {string} [copy] Which copy of the runtime to use instead of the built package.
 */
