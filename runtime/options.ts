/** Refuses options that do not exist: a misspelt one would be ignored, and its author would believe otherwise. */
export function checkOptionNames(of: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    throw new TypeError(`${of} has no option ${JSON.stringify(name)}: it has ${known.join(', ')}`)
  }
}
