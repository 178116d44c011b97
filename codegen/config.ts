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
}

/** Gives an editor the types of the configuration: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config
}

export const configName = 'trunkline.config.ts'

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
  const unknown = Object.keys(config).find((key) => !['schemas', 'out', 'runtime'].includes(key))
  if (unknown !== undefined) {
    throw new ConfigError(
      `${configName}: there is no option '${unknown}'; there are schemas, out and runtime`,
    )
  }
  return config
}
