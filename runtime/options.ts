/** Options of programs, looked at where they are given: a mistake would show much later otherwise, or never. */

const loggerMethods = ['debug', 'info', 'warn', 'error'] as const

/** Throws TypeError for options that do not exist: a misspelt one would be ignored, and its author would believe otherwise. */
export function checkOptionNames(of: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    throw new TypeError(`${of} has no option ${JSON.stringify(name)}: it has ${known.join(', ')}`)
  }
}

/** Throws TypeError for one of these options that is there and no function. */
export function checkFunctions<Options extends object>(
  of: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  for (const name of names) {
    const given: unknown = options[name]
    if (given === undefined || typeof given === 'function') continue
    throw new TypeError(`${of}: the option ${name} is ${kindOf(given)}: it must be a function`)
  }
}

/** Throws TypeError for interceptors that are no list of functions. */
export function checkInterceptors(of: string, given: unknown, name = 'interceptors'): void {
  const text = interceptorsFault(given, name)
  if (text !== undefined) throw new TypeError(`${of}: ${text}`)
}

/** What is wrong with interceptors, if anything is. */
export function interceptorsFault(given: unknown, name = 'interceptors'): string | undefined {
  if (given === undefined) return undefined
  if (!Array.isArray(given))
    return `the option ${name} is ${kindOf(given)}: it must be a list of functions`
  const wrong = given.findIndex((one) => typeof one !== 'function')
  if (wrong === -1) return undefined
  return `the option ${name} has ${kindOf(given[wrong])} at ${wrong}: each must be a function`
}

/** Throws TypeError for a logger that lacks a method. */
export function checkLogger(of: string, logger: object | undefined): void {
  if (logger === undefined) return
  for (const name of loggerMethods) {
    if (typeof (logger as Partial<Record<string, unknown>> | null)?.[name] === 'function') continue // because it may be anything
    const names = loggerMethods.join(', ')
    throw new TypeError(`${of}: the option logger has no ${name}(): it needs ${names}`)
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
