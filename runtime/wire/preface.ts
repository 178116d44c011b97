/**
 * The eight bytes that open a connection in both directions: no TLS record, HTTP request or text starts like
 * this, and transfers that rewrite line ends or stop at 0x1A damage it (an idea of the PNG signature).
 */

import { ProtocolError } from './protocol-error.js'

export const majorVersion = 1

export const preface: Uint8Array = Uint8Array.of(
  0x89,
  0x54,
  0x52,
  0x4b,
  0x0d,
  0x0a,
  0x1a,
  majorVersion,
)

/**
 * Compares the next bytes of a connection with the preface, from its byte `matched` on.
 *
 * Returns how many bytes match by now. Throws ProtocolError at the first byte that differs, saying what the peer
 * seems to speak instead.
 */
export function matchPreface(matched: number, chunk: Uint8Array): number {
  let at = matched
  for (let i = 0; i < chunk.length && at < preface.length; i++, at++) {
    if (chunk[i] === preface[at]) continue
    if (at === preface.length - 1) {
      throw new ProtocolError(
        `the peer speaks Trunkline protocol ${chunk[i]}, this side ${majorVersion}`,
      )
    }
    throw new ProtocolError(
      `the peer does not speak Trunkline${guess(matched === 0 ? chunk : undefined)}`,
    )
  }
  return at
}

function guess(start: Uint8Array | undefined): string {
  if (start === undefined) return ''
  if (start[0] === 0x16 && start[1] === 0x03) return ': it speaks TLS; use a tls: address'
  const text = Array.from(start.subarray(0, 12), (byte) => String.fromCharCode(byte)).join('')
  if (/^(GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT) /.test(text))
    return ': it sent an HTTP request'
  if (text.startsWith('HTTP/')) return ': it answered as an HTTP server; check the port'
  if (text.startsWith('PRI * HTTP/2')) return ': it speaks HTTP/2'
  if (text.startsWith('SSH-')) return ': it is an SSH server; check the port'
  if (text.startsWith('PROXY ')) return ': a proxy put a PROXY protocol header in front'
  return `: it starts with the bytes ${Array.from(start.subarray(0, 8), hex).join(' ')}`
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
