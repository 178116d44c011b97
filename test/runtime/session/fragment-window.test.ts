import { describe, expect, it } from 'vitest'
import { FragmentWindow } from '../../../runtime/session/fragment-window.js'

const KiB = 1024
const MiB = 1024 * KiB
const fragment = 16 * KiB

/** Fills the window; returns the PINGs. */
function fill(window: FragmentWindow, now = 0): Uint8Array[] {
  const pings: Uint8Array[] = []
  while (window.isOpen) {
    const ping = window.wrote(fragment, now)
    if (ping !== undefined) pings.push(ping)
  }
  return pings
}

/** A way with a queue in front of it; returns the bytes that may be on it after a while of sending all that may leave. */
function sendFor(ms: number, way: { readonly delayMs: number; readonly bytesPerMs: number }) {
  const window = new FragmentWindow()
  const pongs: { readonly at: number; readonly body: Uint8Array }[] = []
  let arrived = 0
  let queuedUntil = 0
  for (let now = 0; now < ms; now += 0.25) {
    while (pongs[0] !== undefined && pongs[0].at <= now) {
      const pong = pongs.shift()
      if (pong !== undefined) window.confirm(pong.body, now)
    }
    while (window.isOpen) {
      const body = window.wrote(fragment, now)
      queuedUntil = Math.max(queuedUntil, now) + fragment / way.bytesPerMs
      arrived += fragment
      if (body !== undefined) pongs.push({ at: queuedUntil + way.delayMs, body })
    }
  }
  return { window, bytesPerMs: arrived / ms }
}

describe('what of large messages is on its way', () => {
  it('is 256 KiB until the peer says how much of it has come', () => {
    const window = new FragmentWindow()
    const pings = fill(window)
    expect(pings).toHaveLength(4)
    expect(window.confirm(pings[0] ?? new Uint8Array(8), 0)).toBe(true)
    expect(window.isOpen).toBe(true)
    expect(fill(window)).toHaveLength(1)
  })

  it('counts an answer once, and the answers before it with it', () => {
    const window = new FragmentWindow()
    const [first, , , last] = fill(window)
    if (first === undefined || last === undefined) throw new Error('no PING')
    expect(window.confirm(last, 0)).toBe(true)
    expect(window.confirm(last, 0)).toBe(false)
    expect(window.confirm(first, 0)).toBe(false)
    expect(fill(window)).toHaveLength(4)
  })

  it.each([
    ['more than was sent', Uint8Array.of(0x66, 0x72, 0, 0, 0x7f, 0xff, 0xff, 0xff)],
    ['nothing', Uint8Array.of(0x66, 0x72, 0, 0, 0, 0, 0, 0)],
    ['something else', new Uint8Array(8).fill(0xff)],
  ])('does not change by an answer that confirms %s', (_what, body) => {
    const window = new FragmentWindow()
    fill(window)
    expect(window.confirm(body, 0)).toBe(false)
    expect(window.isOpen).toBe(false)
  })

  it('goes on past 4 GiB', () => {
    const window = new FragmentWindow()
    for (let sent = 0; sent < 5 * 1024 * MiB; sent += 65_536) {
      const ping = window.wrote(65_536, 0)
      expect(ping !== undefined && window.confirm(ping, 0)).toBe(true)
    }
  })

  it('stays small on a near network, however fast', () => {
    const { window } = sendFor(200, { delayMs: 0.25, bytesPerMs: 1024 * KiB })
    expect(window.bytes).toBe(256 * KiB)
  })

  it('grows on a far network until its rate is used', () => {
    const { window, bytesPerMs } = sendFor(5_000, { delayMs: 50, bytesPerMs: 100 * KiB })
    expect(bytesPerMs).toBeGreaterThan(80 * KiB)
    expect(window.bytes).toBeGreaterThanOrEqual(5_000 * KiB)
    expect(window.bytes).toBeLessThan(12_000 * KiB)
  })

  it('stays small on a slow network, where a queue makes answers late', () => {
    const { window } = sendFor(5_000, { delayMs: 20, bytesPerMs: 1024 })
    expect(window.bytes).toBeLessThanOrEqual(300 * KiB)
  })
})
