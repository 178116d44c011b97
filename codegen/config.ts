/** trunkline.config.ts: what to generate from, and where to. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { createJiti } from 'jiti'

export interface Config {
  /** Schema files, as globs from the config's folder; default `**` + `/*.schema.ts`. */
  readonly schemas?: readonly string[]
  /** A folder for all generated files, from the config's folder; default: `gen` beside each schema. */
  readonly out?: string
  /** What generated code imports: a package, or a path from the config's folder; default `trunkline/gen`. */
  readonly runtime?: string
  /**
   * Whether generated files begin with `// @ts-nocheck`; default true. Compilers then read their declarations, for whoever
   * imports them, and skip what is inside, which is most of the time they spend on them. With false they check all of it, and
   * a runtime that no longer speaks the files' dialect is noticed when they are compiled instead of when they are loaded.
   */
  readonly noCheck?: boolean
}

/** Gives an editor the types of the configuration: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config
}

export const configName = 'trunkline.config.ts'
const optionNames = ['schemas', 'out', 'runtime', 'noCheck']

/** A mistake in the configuration, to be shown without a stack. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export async function loadConfig(root: string): Promise<Config> {
  const file = path.join(root, configName)
  if (!existsSync(file)) return {}
  const jiti = createJiti(file, { tsconfigPaths: true, moduleCache: false })
  const config: unknown = await jiti.import(file, { default: true })
  if (typeof config !== 'object' || config === null) {
    throw new ConfigError(`${configName}: export default defineConfig({ … })`)
  }
  const unknown = Object.keys(config).find((key) => !optionNames.includes(key))
  if (unknown !== undefined) {
    throw new ConfigError(
      `${configName}: there is no option '${unknown}'; there are ${optionNames.slice(0, -1).join(', ')} and ${optionNames.at(-1)}`,
    )
  }
  if ('noCheck' in config && typeof config.noCheck !== 'boolean') {
    throw new ConfigError(`${configName}: noCheck must be true or false`)
  }
  return config
}
