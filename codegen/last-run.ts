/**
 * What the last run made of each schema file, to be taken again where no change can have reached it.
 *
 * Building models and printing them is most of a run, and a change mostly touches one file of many. What comes of a file
 * depends on: its own module and all that is connected with it, in either direction, by imports or by messages that one
 * has of the other; the other files of its package, whose names it must not take; and the conditions of the whole run.
 */

import type { Lock } from './lock/lock-file.js'
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

/** A schema file's model and its text. */
export interface MadeFile {
  readonly model: FileModel
  readonly generated: GeneratedFile
  /** Schema files that own messages which this one uses. */
  readonly uses: ReadonlySet<string>
}

/** What is known of a schema file before its model is. */
export interface FileOutline {
  readonly file: string
  readonly package: string
}

/** What all files of a run depend on, as text. */
export interface Conditions {
  readonly options: string
  /** The lock file; undefined when there is none yet. */
  readonly lock: string | undefined
}

/** Of a module: what it imports, by path. */
export type ImportsOf = (file: string) => readonly { readonly file: string }[]

export class LastRun {
  #made: ReadonlyMap<string, MadeFile> = new Map()
  /** The lock is the one that the run left. */
  #conditions: Conditions | undefined
  #numbers: Lock | undefined
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

  /** The lock as data, if its text is what the last run left. */
  numbersOf(lock: string): Lock | undefined {
    return lock === this.#conditions?.lock ? this.#numbers : undefined
  }

  /** What the last run made of those files for which it would be made again. */
  reusable(
    files: readonly FileOutline[],
    importsOf: ImportsOf,
    { options, lock }: Conditions,
  ): ReadonlyMap<string, MadeFile> {
    this.#nextLinks = neighbours(files, importsOf)
    const last = this.#conditions
    if (last === undefined || last.options !== options || last.lock !== lock) return new Map()
    const isStale = (file: string) => this.#changed.has(file) || !this.#made.has(file)
    const stale = new Set(files.map(({ file }) => file).filter(isStale))
    const reached = reach([...stale, ...this.#changed], [this.#links, this.#nextLinks])
    return new Map([...this.#made].filter(([file]) => !reached.has(file)))
  }

  /**
   * What a run has made, and the conditions that it leaves to the next.
   *
   * @param numbers the lock of those conditions as data
   */
  keep(made: readonly MadeFile[], conditions: Conditions, numbers: Lock): void {
    this.#made = new Map(made.map((one) => [one.model.file, one]))
    this.#conditions = conditions
    this.#numbers = numbers
    for (const { model, uses } of made)
      for (const file of uses) link(this.#nextLinks, model.file, file)
    this.#links = this.#nextLinks
    this.#changed.clear()
  }
}

type Links = Map<string, Set<string>>

function link(links: Links, from: string, to: string): void {
  links.set(from, (links.get(from) ?? new Set()).add(to))
  links.set(to, (links.get(to) ?? new Set()).add(from))
}

/** For each module those that it imports or is imported by, and for each package its files. */
function neighbours(files: readonly FileOutline[], importsOf: ImportsOf): Links {
  const links: Links = new Map()
  for (const one of files) link(links, one.file, `package ${one.package}`)
  const modules = new Set(files.map(({ file }) => file))
  // The set grows while it is walked.
  for (const file of modules) {
    for (const imported of importsOf(file)) {
      link(links, file, imported.file)
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
