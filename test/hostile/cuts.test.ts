import { describe, expect, it } from 'vitest'
import { ChaosProxy, type Cut, type Direction } from '../support/chaos-proxy.js'
import { Notes, note, noteOfBytes } from '../support/note-service.js'
import { portOf, type Rig, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

interface Ledger {
  readonly started: Set<number>
}

/** A server whose handler notes which calls it ran. */
async function withLedger(): Promise<{ rig: Rig; ledger: Ledger }> {
  const ledger: Ledger = { started: new Set() }
  const rig = await start({
    server: { limits: { lingerMs: 20 } },
    handlers: {
      echo: (request) => {
        ledger.started.add(request.number)
        return request
      },
    },
  })
  return { rig, ledger }
}

/** A short session: two small calls, one in fragments, one that is refused, and a goodbye. */
async function session(url: string): Promise<Map<number, string>> {
  const limits = {
    keepaliveIdleMs: 25,
    keepaliveTimeoutMs: 25,
    lingerMs: 10,
    drainTimeoutMs: 60,
    connectTimeoutMs: 60,
  }
  const channel = channelTo(url, { limits })
  const client = channel.client(Notes)
  const outcomes = new Map<number, string>()
  const calls = [note('a', 1), note('b', 2), { ...noteOfBytes(17_000), number: 3 }].map(
    async (message) => {
      const result = await client.echo.safe(message, { timeout: 400 })
      outcomes.set(message.number, result.ok ? 'ok' : result.error.outcome)
    },
  )
  await Promise.all(calls)
  await channel.close()
  return outcomes
}

async function lengths(url: string): Promise<Record<Direction, number>> {
  const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
  await session(proxy.url)
  return {
    toServer: Buffer.concat(proxy.seen.toServer).length,
    toClient: Buffer.concat(proxy.seen.toClient).length,
  }
}

/** Every offset of the small frames at both ends, and so many of the bulk between them. */
function offsets(total: number): number[] {
  return Array.from({ length: total - 1 }, (_, i) => i + 1).filter(
    (at) => at < 800 || at > total - 250 || at % 97 === 0,
  )
}

describe('a session that is cut', () => {
  for (const direction of ['toServer', 'toClient'] as const) {
    for (const how of ['fin', 'reset', 'silence'] as const satisfies readonly Cut[]) {
      it(`${direction === 'toServer' ? 'on its way to the server' : 'on its way to the client'} by ${how} ends every call with the truth`, async () => {
        const { rig, ledger } = await withLedger()
        const total = (await lengths(rig.url))[direction]
        // Silence is only found out by waiting, so that fewer places are tried.
        const places = offsets(total).filter((at) => how !== 'silence' || at % 29 === 0)
        const width = 20
        for (let from = 0; from < places.length; from += width) {
          const batch = places.slice(from, from + width).map(async (bytes, i) => {
            const base = await ChaosProxy.to(portOf(rig.url), {
              cutAfter: { direction, bytes, how },
            })
            try {
              return { bytes, i, outcomes: await session(base.url) }
            } finally {
              await base.close()
            }
          })
          for (const { bytes, outcomes } of await Promise.all(batch)) {
            expect(outcomes.size, `cut after ${bytes}`).toBe(3)
          }
        }
        expect(ledger.started.size).toBe(3)
        expect(await rig.client.limited(note('alive'))).toEqual(note('alive'))
      }, 60_000)
    }
  }

  it('anywhere never runs a handler of a call that says it was not sent', async () => {
    for (let bytes = 5; bytes < 700; bytes += 3) {
      const { rig, ledger } = await withLedger()
      const proxy = await ChaosProxy.to(portOf(rig.url), {
        cutAfter: { direction: 'toServer', bytes, how: 'reset' },
      })
      const outcomes = await session(proxy.url)
      for (const [number, outcome] of outcomes) {
        if (outcome === 'not-sent' || outcome === 'refused')
          expect(ledger.started.has(number), `call ${number} after ${bytes} bytes`).toBe(false)
      }
      await proxy.close()
      await rig.channel.close()
      await rig.server.close()
    }
  })
})
