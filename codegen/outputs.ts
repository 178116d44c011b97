/** Files on disk: read whole, and replaced whole. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The whole text of a file. */
export interface OutputFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
}

export interface Output extends OutputFile {
  /** What to say about it beside its name. */
  readonly summary: string
}

/** Two sources that would be written to one path, of which one would be lost; undefined when there are none. */
export function findClash<Source>(
  sources: readonly Source[],
  pathOf: (source: Source) => string,
): readonly [Source, Source] | undefined {
  const seen = new Map<string, Source>()
  for (const source of sources) {
    const target = pathOf(source)
    const other = seen.get(target)
    if (other !== undefined) return [other, source]
    seen.set(target, source)
  }
  return undefined
}

export function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Those whose text on disk is another, or that are not there. */
export function changedFiles<File extends OutputFile>(files: readonly File[]): readonly File[] {
  return files.filter((file) => readText(file.path) !== file.text)
}

/**
 * Writes files whose text is not on disk yet, and leaves the others alone, so that nothing that watches them stirs.
 *
 * Each is replaced as a whole: a reader sees the old text or the new one.
 *
 * @returns the paths written
 */
export function writeFiles(files: readonly OutputFile[]): readonly string[] {
  return changedFiles(files).map((file) => {
    writeAtomically(file)
    return file.path
  })
}

/** A reader sees the old file or the new one, never half of either. */
export function writeAtomically({ path: file, text }: OutputFile): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
