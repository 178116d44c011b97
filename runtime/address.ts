/** Where a server listens and a channel connects, as users write it: `tcp://127.0.0.1:4000`, `unix:/run/chat.sock`. */

export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }

/** Throws TypeError, saying what is wrong and what to write, for anything else. */
export function parseAddress(text: string): Address {
  if (typeof text !== 'string') {
    throw new TypeError(
      `${String(text)} is not an address: write a text, such as 'tcp://127.0.0.1:4000'`,
    )
  }
  if (text.startsWith('unix:')) return parseUnix(text)
  const match = /^(tcp|tls):\/\/(\[[0-9a-fA-F:.]+\]|[^:/?#[\]@\s]+):(\d{1,5})\/?$/.exec(text)
  const port = Number(match?.[3])
  if (match === null || port > 65_535) {
    const why = port > 65_535 ? ', since ports end at 65535' : ''
    throw new TypeError(
      `${JSON.stringify(text)} is not an address${why}: write tcp://HOST:PORT, tls://HOST:PORT, tcp://[IPv6]:PORT or unix:/PATH`,
    )
  }
  const kind = match[1] === 'tls' ? 'tls' : 'tcp'
  const host = match[2] ?? ''
  return { kind, host: host.startsWith('[') ? host.slice(1, -1) : host, port }
}

function parseUnix(text: string): Address {
  const path = text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '') throw new TypeError(`${JSON.stringify(text)} names no path: write unix:/PATH`)
  return { kind: 'unix', path }
}

export function formatAddress(address: Address): string {
  if (address.kind === 'unix') return `unix:${address.path}`
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${address.kind}://${host}:${address.port}`
}

/** Whether only this machine can reach a listener of this address. */
export function isLoopback(address: Address): boolean {
  if (address.kind === 'unix') return true
  const { host } = address
  // The whole of it: a name such as 127.0.0.1.example.com can be anywhere.
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
