/**
 * Generated text of the last run, to be taken again for files that no change can have reached.
 *
 * Printing is half of a run, and a change mostly touches one file of many. What a file's text depends on: its own module
 * and all that is connected with it by imports, in either direction; the other files of its package, whose names it
 * must not take; and the conditions of the whole run.
 */

import type { FileModel } from './model/model.js'

export interface GeneratedFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
  /** The schema file it comes from. */
  readonly schema: string
  readonly messages: number
  readonly services: number
}

/** Of a module: what it imports, by path. */
export type ImportsOf = (file: string) => readonly { readonly file: string }[]

export class PrintedFiles {
  #files: ReadonlyMap<string, GeneratedFile> = new Map()
  #conditions: string | undefined
  /** What was connected in the last run, and in the one that is under way. */
  #links: Links = new Map()
  #nextLinks: Links = new Map()
  readonly #changed = new Set<string>()

  /** Files whose modules are read again in the next run. */
  change(files: Iterable<string>): void {
    for (const file of files) this.#changed.add(file)
  }

  changeAll(): void {
    this.#conditions = undefined
  }

  /**
   * The text of the last run for those models that it still fits.
   *
   * @param conditions what all files depend on; the lock is what the last run left
   */
  reusable(
    models: readonly FileModel[],
    importsOf: ImportsOf,
    conditions: string,
  ): ReadonlyMap<string, GeneratedFile> {
    this.#nextLinks = neighbours(models, importsOf)
    if (conditions !== this.#conditions) return new Map()
    const isStale = (file: string) => this.#changed.has(file) || !this.#files.has(file)
    const stale = new Set(models.map((model) => model.file).filter(isStale))
    const reached = reach([...stale, ...this.#changed], [this.#links, this.#nextLinks])
    return new Map([...this.#files].filter(([file]) => !reached.has(file)))
  }

  /** What a run has printed, and the conditions that it leaves to the next. */
  keep(files: readonly GeneratedFile[], conditions: string): void {
    this.#files = new Map(files.map((file) => [file.schema, file]))
    this.#conditions = conditions
    this.#links = this.#nextLinks
    this.#changed.clear()
  }
}

type Links = ReadonlyMap<string, ReadonlySet<string>>

/** For each module those that it imports or is imported by, and for each package its files. */
function neighbours(models: readonly FileModel[], importsOf: ImportsOf): Links {
  const links = new Map<string, Set<string>>()
  const link = (from: string, to: string) => {
    links.set(from, (links.get(from) ?? new Set()).add(to))
    links.set(to, (links.get(to) ?? new Set()).add(from))
  }
  for (const model of models) link(model.file, `package ${model.package}`)
  const modules = new Set(models.map((model) => model.file))
  // The set grows while it is walked.
  for (const file of modules) {
    for (const imported of importsOf(file)) {
      link(file, imported.file)
      modules.add(imported.file)
    }
  }
  return links
}

function reach(from: Iterable<string>, networks: readonly Links[]): ReadonlySet<string> {
  const reached = new Set(from)
  // The set grows while it is walked.
  for (const one of reached)
    for (const links of networks) for (const other of links.get(one) ?? []) reached.add(other)
  return reached
}
