/**
 * Gives a failure the lines of the program that waits for it.
 *
 * It comes with a frame or a timer, so the stack of its error leads to the event loop and says nothing of the call. But V8 goes on
 * from an async function to whoever awaits its promise (`at async placeOrder (shop.ts:12:19)`): so the error is thrown by
 * one, and its promise stands in for that of the call. It costs nothing until a call fails (docs/decisions/0046).
 */

/** Errors with more in their stack than can be found later. */
const complete = new WeakSet<Error>()

/** The error was made while the program made its call: its stack leads there already, and stays. */
export function keepStack(error: Error): void {
  complete.add(error)
}

/**
 * Rejects with the error. To be returned to the program, or to resolve its promise, in the same turn; where nobody awaits
 * that, the stack is empty.
 */
export async function failWithCallersStack(error: unknown): Promise<never> {
  // A promise that is resolved with this one follows it one turn of the microtasks later.
  await undefined
  await undefined
  if (error instanceof Error && !complete.has(error))
    Error.captureStackTrace(error, failWithCallersStack)
  throw error
}
