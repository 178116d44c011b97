/** What a run has read and made of a project. Kept between runs, only what changed is read and made again. */

import { LastRun } from './last-run.js'
import { SchemaLoader } from './load-schemas.js'
import { Sources } from './typescript.js'

export class Workspace {
  readonly sources = new Sources()
  readonly loader: SchemaLoader
  readonly lastRun = new LastRun()

  constructor(root: string) {
    this.loader = new SchemaLoader(root, this.sources)
  }

  forgetAll(): void {
    this.lastRun.changeAll()
    this.loader.forget()
  }

  /** Forgets files and all that import them, however far away. */
  forget(changed: Iterable<string>): void {
    const stale = new Set(changed)
    for (const file of stale) this.sources.refresh(file)
    // The set grows while it is walked.
    for (const file of stale)
      for (const importer of this.sources.importersOf(file)) stale.add(importer)
    this.lastRun.change(stale)
    this.loader.forget(stale)
  }

  /** Whether a run has read this file. */
  knows(file: string): boolean {
    return this.sources.knows(file)
  }
}
