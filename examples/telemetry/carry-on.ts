import { setTimeout as sleep } from 'node:timers/promises'
import { isRpcError } from 'trunkline'

const maxPauseMs = 5000

/**
 * Repeats what a lost connection ends, until it ends by itself or the signal aborts. The pauses grow while nothing is
 * reached, and are random, because all devices lose a server at the same moment.
 */
export async function carryOn(
  signal: AbortSignal,
  attempt: (reached: () => void) => Promise<void>,
): Promise<void> {
  for (let failures = 0; ; failures++) {
    try {
      await attempt(() => {
        if (failures > 0) console.log('back')
        failures = 0
      })
      return
    } catch (error) {
      if (signal.aborted) return
      if (!isRpcError(error) || error.code !== 'UNAVAILABLE') throw error
      if (failures === 0) console.log(`away: ${error.message}`)
      const pauseMs = Math.random() * Math.min(maxPauseMs, 100 * 2 ** failures)
      await sleep(pauseMs, undefined, { signal }).catch(() => {})
    }
  }
}
