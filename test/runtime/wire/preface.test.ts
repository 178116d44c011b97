import { describe, expect, it } from 'vitest'
import { matchPreface } from '../../../runtime/wire/preface.js'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { arrivals, concat, hex } from '../../support/bytes.js'
import { utf8 } from '../../support/frames.js'

const preface = hex`89 54 52 4b 0d 0a 1a 01`

function match(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((matched, chunk) => matchPreface(matched, chunk), 0)
}

describe('the preface', () => {
  for (const { name, chunks } of arrivals(preface)) {
    it(`is recognised when it arrives ${name}`, () => expect(match(chunks)).toBe(8))
  }

  it('leaves what follows it alone', () => {
    expect(matchPreface(0, concat(preface, hex`ff ff ff`))).toBe(8)
    expect(matchPreface(6, concat(preface.slice(6), hex`ff`))).toBe(8)
  })

  for (let at = 0; at < preface.length; at++) {
    for (const { name, chunks } of arrivals(
      preface.map((byte, i) => (i === at ? byte ^ 1 : byte)),
    )) {
      it(`is refused at its byte ${at} when that differs and it arrives ${name}`, () => {
        expect(() => match(chunks)).toThrow(ProtocolError)
        // Not one byte later than the one that differs: what came before is still a preface.
        expect(match([preface.slice(0, at)])).toBe(at)
      })
    }
  }

  it('of another major version names both versions', () => {
    expect(() => match([hex`89 54 52 4b 0d 0a 1a 02`])).toThrow(
      'the peer speaks Trunkline protocol 2, this side 1',
    )
  })

  const strangers: readonly [what: string, start: Uint8Array, text: RegExp][] = [
    ['TLS', hex`16 03 01 02 00 01 00 01 fc 03 03`, /it speaks TLS; use a tls: address/],
    ['an HTTP request', utf8('GET / HTTP/1.1\r\n'), /it sent an HTTP request/],
    ['an HTTP request that posts', utf8('POST /x HTTP/1.1\r\n'), /it sent an HTTP request/],
    ['an HTTP response', utf8('HTTP/1.1 400 Bad Request\r\n'), /answered as an HTTP server/],
    ['HTTP/2', utf8('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), /it speaks HTTP\/2/],
    ['SSH', utf8('SSH-2.0-OpenSSH_9.2\r\n'), /it is an SSH server/],
    ['a PROXY header', utf8('PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n'), /PROXY protocol header/],
    ['anything else', hex`00 01 02 03 04 05 06 07 08 09`, /bytes 00 01 02 03 04 05 06 07$/],
  ]
  for (const [what, start, text] of strangers) {
    it(`tells ${what} by its first bytes`, () => {
      expect(() => match([start])).toThrow(text)
      expect(() => match([start.slice(0, 1)])).toThrow(ProtocolError)
    })
  }
})
