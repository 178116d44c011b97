/** A build tool, as a user sets it up for a project in TypeScript: with main.ts as entry and dist/ as output. */

import type { PluginOptions } from '../../../codegen/plugins/options.js'

/** How a build ended: undefined when it worked, else all that the tool says was wrong. */
export type Failure = string | undefined

export interface BuildTool {
  readonly name: string
  /** Builds once; the bundle is dist/main.js or dist/main.mjs, and loads `trunkline` from where it is. */
  build(root: string, options?: PluginOptions): Promise<Failure>
  /** Builds again after each change, and says how each build ended. @returns what ends it */
  watch?(root: string, ended: (failure: Failure) => void): Promise<() => Promise<void>>
}

/** What a bundle loads from where it is. */
export const externals = ['trunkline', 'trunkline/gen']

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
