/** Where the runtime reports what no caller can see. Any logger of the usual shape fits: console, pino, winston. */
export interface Logger {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

const nothing = () => {}

/** Warnings and errors go to stderr; the rest is dropped. */
export const defaultLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
}

/** The same logger, except that it never throws: it is called where an exception would end the process. */
export function guarded(logger: Logger): Logger {
  const guard = (level: keyof Logger) => (message: string) => {
    try {
      logger[level](message)
    } catch {
      // There is nobody left to tell.
    }
  }
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') }
}

/** Runs a function of the program's that tells it of something. What it throws, also later, is logged under `name`. */
export function guardedCall(logger: Logger, name: string, run: () => unknown): void {
  const report = (error: unknown) =>
    logger.error(
      `trunkline: ${name} threw: ${error instanceof Error ? error.stack : String(error)}`,
    )
  try {
    const result = run()
    if (result instanceof Promise) result.catch(report)
  } catch (error) {
    report(error)
  }
}

const maxPeerTextCharacters = 256

/** Text from a peer, fit for one line of a log: bounded, and without control characters that could forge lines. */
export function printable(text: string): string {
  const short =
    text.length > maxPeerTextCharacters ? `${text.slice(0, maxPeerTextCharacters)}…` : text
  return short.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
