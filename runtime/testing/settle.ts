/** Waits until everything under way in memory has arrived. */

/** Something that messages travel on. */
export interface Settling {
  readonly isIdle: boolean
}

/** Taken at the start, because test runners replace the global one. */
const { setImmediate } = globalThis

/** Quiet turns in a row that count as rest: one for what was written last, one for the promises it resolved. */
const quietTurns = 3

/** Streams that never end never come to rest. */
const maxTurns = 1_000

export async function settle(all: readonly Settling[]): Promise<void> {
  let quiet = 0
  for (let turn = 0; turn < maxTurns && quiet < quietTurns; turn++) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    quiet = all.every(({ isIdle }) => isIdle) ? quiet + 1 : 0
  }
}
