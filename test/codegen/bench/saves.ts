/** How long `generate --watch` takes from the save of a schema to the line that says what was written. */

import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface SaveTimes {
  readonly median: number
  readonly worst: number
}

/** @param schema one of the project's, which is saved again and again with one field more */
export async function measureSaves(
  cli: string,
  { root, schema, saves }: { root: string; schema: string; saves: number },
): Promise<SaveTimes> {
  const child = spawn(process.execPath, [cli, 'generate', '--watch'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const until = async (text: string) => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`the watch ended before it said ${text}`)
      if (value.includes(text)) return
    }
  }
  try {
    await until('waiting for changes')
    const times: number[] = []
    for (let save = 0; save < saves; save++) {
      const text = readFileSync(schema, 'utf8')
      const field = `  extra${save}: Type.Optional(Type.String()),\n  state: `
      const start = performance.now()
      writeFileSync(schema, text.replace('  state: ', field))
      await until('wrote')
      times.push(performance.now() - start)
    }
    const sorted = times.sort((a, b) => a - b)
    return { median: sorted[saves >> 1] ?? Number.NaN, worst: sorted.at(-1) ?? Number.NaN }
  } finally {
    child.kill('SIGTERM')
  }
}
