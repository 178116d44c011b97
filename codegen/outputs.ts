/** Files on disk: read whole, and replaced whole. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export interface Output {
  /** Absolute. */
  readonly path: string
  readonly text: string
  /** What to say about it beside its name. */
  readonly summary: string
}

export function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** A reader sees the old file or the new one, never half of either. */
export function writeAtomically({ path: file, text }: Output): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
