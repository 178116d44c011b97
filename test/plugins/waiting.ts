/** Waiting for what a watcher does in its own time. */

/** Looks again and again whether something has come about, for as long as a busy machine may take. */
export async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; ) {
    if (condition()) return
    await pause(10)
  }
  throw new Error('nothing came of it in 15 s')
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
