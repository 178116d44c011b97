/** The options of the build plug-ins, the same for each tool. */

export interface PluginOptions {
  /** Where trunkline.config.ts and trunkline.lock.json lie; default: the tool's own root folder. */
  readonly root?: string
  /** Schema files or globs, from the root; default: what the configuration says, else `**` + `/*.schema.ts`. */
  readonly schemas?: readonly string[]
  /** One folder for all generated files, from the root; default: what the configuration says, else `gen` beside each schema. */
  readonly out?: string
  /** Whether to write nothing and fail the build when a file is out of date, as CI should; default false. */
  readonly check?: boolean
}

const checks: Readonly<Record<keyof PluginOptions, (value: unknown) => boolean>> = {
  root: (value) => typeof value === 'string',
  schemas: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  out: (value) => typeof value === 'string',
  check: (value) => typeof value === 'boolean',
}

const shapes: Readonly<Record<keyof PluginOptions, string>> = {
  root: 'a folder',
  schemas: 'a list of files or globs',
  out: 'a folder',
  check: 'true or false',
}

/** Throws a TypeError for options that do not exist or are of another kind: a mistake in a build's configuration. */
export function checkPluginOptions(options: PluginOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (!Object.hasOwn(checks, name)) {
      const known = Object.keys(checks).join(', ')
      throw new TypeError(`trunkline's plug-in has no option '${name}'; there are ${known}`)
    }
    const key = name as keyof PluginOptions // because hasOwn says so
    if (!checks[key](value)) {
      throw new TypeError(`trunkline's plug-in: ${name} is ${shapes[key]}, not ${String(value)}`)
    }
  }
}
