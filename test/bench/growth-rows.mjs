/** Rows that show whether calls cost more where there are many of them, or many connections. Run by comparisons.mjs only. */

import { callRate } from './measure.mjs'

export const BURST = 64

/** @type {Record<string, import('./rows.mjs').Row>} */
export const growthRows = {
  /**
   * Each connection that was opened in turn gets 64 calls at once. Every write has as many calls in it as with one
   * connection, so what differs is what the number of connections costs, and not what small writes cost.
   */
  bursts: {
    needs: 'echo',
    async measure({ opened, messages, seconds }) {
      const end = performance.now() + seconds * 1000
      const cpu = process.cpuUsage()
      let calls = 0
      for (let i = 0; performance.now() < end; i++) {
        const client = opened[i % opened.length]
        await Promise.all(Array.from({ length: BURST }, () => client.echo(messages.text)))
        calls += BURST
      }
      const { user, system } = process.cpuUsage(cpu)
      return { calls, clientCpuUs: (user + system) / calls }
    },
  },
}

export const inFlightCounts = [64, 1000, 10_000, 100_000]

for (const count of inFlightCounts) {
  growthRows[`in-flight-${count}`] = {
    needs: 'echo',
    measure: ({ client, messages, seconds }) =>
      callRate(() => client.echo(messages.text), count, seconds),
  }
}
