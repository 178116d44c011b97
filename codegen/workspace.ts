/** What a run has read of a project: modules and their sources. Kept between runs, only what changed is read again. */

import { SchemaLoader } from './load-schemas.js'
import { PrintedFiles } from './printed-files.js'
import { Sources } from './typescript.js'

export class Workspace {
  readonly sources = new Sources()
  readonly loader: SchemaLoader
  readonly printed = new PrintedFiles()

  constructor(root: string) {
    this.loader = new SchemaLoader(root, this.sources)
  }

  forgetAll(): void {
    this.printed.changeAll()
    this.loader.forget()
  }

  /** Forgets files and all that import them, however far away. */
  forget(changed: Iterable<string>): void {
    const stale = new Set(changed)
    for (const file of stale) this.sources.refresh(file)
    // The set grows while it is walked.
    for (const file of stale)
      for (const importer of this.sources.importersOf(file)) stale.add(importer)
    this.printed.change(stale)
    this.loader.forget(stale)
  }

  /** Whether a run has read this file. */
  knows(file: string): boolean {
    return this.sources.knows(file)
  }
}
