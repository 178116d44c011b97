import { describe, expect, it } from 'vitest'
import { type Address, formatAddress, isLoopback, parseAddress } from '../../runtime/address.js'

describe('an address', () => {
  const readable: readonly [text: string, address: Address, again: string][] = [
    [
      'tcp://127.0.0.1:4000',
      { kind: 'tcp', host: '127.0.0.1', port: 4000 },
      'tcp://127.0.0.1:4000',
    ],
    ['tcp://localhost:0', { kind: 'tcp', host: 'localhost', port: 0 }, 'tcp://localhost:0'],
    [
      'tcp://a-b.example:65535/',
      { kind: 'tcp', host: 'a-b.example', port: 65_535 },
      'tcp://a-b.example:65535',
    ],
    ['tcp://[::1]:4000', { kind: 'tcp', host: '::1', port: 4000 }, 'tcp://[::1]:4000'],
    [
      'tcp://[::ffff:127.0.0.1]:1',
      { kind: 'tcp', host: '::ffff:127.0.0.1', port: 1 },
      'tcp://[::ffff:127.0.0.1]:1',
    ],
    [
      'tls://chat.example:443',
      { kind: 'tls', host: 'chat.example', port: 443 },
      'tls://chat.example:443',
    ],
    ['tls://[::1]:443', { kind: 'tls', host: '::1', port: 443 }, 'tls://[::1]:443'],
    ['unix:/run/chat.sock', { kind: 'unix', path: '/run/chat.sock' }, 'unix:/run/chat.sock'],
    ['unix:///run/chat.sock', { kind: 'unix', path: '/run/chat.sock' }, 'unix:/run/chat.sock'],
    ['unix:chat.sock', { kind: 'unix', path: 'chat.sock' }, 'unix:chat.sock'],
  ]
  for (const [text, address, again] of readable) {
    it(`${text} is read and written`, () => {
      expect(parseAddress(text)).toEqual(address)
      expect(formatAddress(address)).toBe(again)
      expect(parseAddress(again)).toEqual(address)
    })
  }

  const unreadable = [
    '',
    '127.0.0.1:4000',
    'http://127.0.0.1:4000',
    'tcp://127.0.0.1',
    'tls://127.0.0.1',
    'tlss://127.0.0.1:1',
    'tcp://:4000',
    'tcp://::1:4000',
    'tcp://a:65536',
    'tcp://a:-1',
    'tcp://a:x',
    'tcp://a:1/path',
    'tcp://a:1?x',
    'tcp://user@[::1]:1',
    'tcp://user@a:1',
    'tcp://a b:1',
    'tcp://a b:1:2',
    'unix:',
    ' tcp://a:1',
    'tcp://a:000001',
  ]
  for (const text of unreadable) {
    it(`${JSON.stringify(text)} is refused with what to write instead`, () => {
      expect(() => parseAddress(text)).toThrow(TypeError)
      expect(() => parseAddress(text)).toThrow(/write .*unix:\/PATH/)
    })
  }

  const loopback: readonly [text: string, local: boolean][] = [
    ['tcp://127.0.0.1:1', true],
    ['tcp://127.8.9.10:1', true],
    ['tcp://localhost:1', true],
    ['tcp://[::1]:1', true],
    ['tls://127.0.0.1:1', true],
    ['tls://10.0.0.1:1', false],
    ['unix:/a', true],
    ['tcp://0.0.0.0:1', false],
    ['tcp://[::]:1', false],
    ['tcp://10.0.0.1:1', false],
    ['tcp://example.com:1', false],
    // A name that only looks like a loopback address can be anywhere.
    ['tcp://127.0.0.1.example.com:1', false],
    ['tcp://127.example.com:1', false],
  ]
  for (const [text, local] of loopback) {
    it(`${text} is ${local ? '' : 'not '}for this machine alone`, () =>
      expect(isLoopback(parseAddress(text))).toBe(local))
  }
})
