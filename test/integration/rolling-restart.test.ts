/** Servers that are restarted one after the other under load: nobody who calls notices. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { connect, createServer, type Server } from '../../runtime/index.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { Lines, until, useRigs } from '../support/rig.js'

const { own } = useRigs()

/** What handlers and callers saw of each call, by its number. */
class Ledger {
  readonly started = new Map<number, number>()
  readonly answered = new Map<number, number>()
  readonly failures: string[] = []
}

const count = (counts: Map<number, number>, id: number) => counts.set(id, (counts.get(id) ?? 0) + 1)

describe('three servers that are restarted one after the other under load', () => {
  for (const retry of ['without retries', 'with retries'] as const) {
    it(`${retry}: 0 calls fail, none is lost or run twice, and all servers serve again`, async () => {
      const ledger = new Ledger()
      const served = new Set<Server>()
      const serve = async (url: string) => {
        const server = own(createServer({ logger: new Lines() }), (one) => one.close())
        server.add(
          Notes,
          notesHandlers({
            async echo(request) {
              served.add(server)
              count(ledger.started, request.number)
              await sleep(request.number % 7)
              return request
            },
          }),
        )
        return { server, url: await server.listen(url) }
      }
      const servers = await Promise.all([1, 2, 3].map(() => serve('tcp://127.0.0.1:0')))
      const urls = servers.map(({ url }) => url)
      const options = {
        logger: new Lines(),
        ...(retry === 'with retries' ? {} : { retry: false as const }),
      }
      const channels = [1, 2].map(() => own(connect(urls, options), (one) => one.close()))
      let next = 0
      let isOver = false
      const workers = channels.flatMap((channel) =>
        Array.from({ length: 16 }, async () => {
          const notes = channel.client(Notes)
          while (!isOver) {
            const id = next++
            const result = await notes.echo.safe(note('', id))
            if (result.ok) count(ledger.answered, result.value.number)
            else ledger.failures.push(`${id}: ${result.error.outcome}: ${result.error.message}`)
          }
        }),
      )

      for (const [index, { server, url }] of servers.entries()) {
        await sleep(100)
        await server.close()
        await sleep(50)
        const restarted = await serve(url)
        servers[index] = restarted
        await until(() => served.has(restarted.server), `a call to ${url} after its restart`)
      }
      await sleep(100)
      isOver = true
      await Promise.all(workers)

      expect(ledger.failures).toEqual([])
      expect(ledger.answered.size).toBe(next)
      expect(ledger.started.size).toBe(next)
      expect([...ledger.started.values(), ...ledger.answered.values()].every((n) => n === 1)).toBe(
        true,
      )
      expect(served.size).toBe(6)
      expect(next).toBeGreaterThan(200)
    })
  }
})
