/**
 * Gives a failure the lines of the program that waits for it.
 *
 * It comes with a frame or a timer, so the stack of its error leads to the event loop and says nothing of the call. But V8 goes on
 * from an async function to whoever awaits its promise (`at async placeOrder (shop.ts:12:19)`): so the error is thrown by
 * one, and its promise stands in for that of the call. It costs nothing until a call fails (docs/decisions/0046).
 */

import { isRpcError, type RpcError } from '../rpc-error.js'

/** Errors whose stack leads to the program already. */
const complete = new WeakSet<Error>()

/** The error was made while the program made its call, or ended it: its stack leads there, and stays. */
export function keepStack(error: Error): void {
  complete.add(error)
}

/** Makes an error that will be given its stack by `failWithCallersStack`: taking one costs as much as several calls. */
export function withoutStack<T>(make: () => T): T {
  const { stackTraceLimit } = Error
  // Reflect, because the limit may be frozen.
  Reflect.set(Error, 'stackTraceLimit', 0)
  try {
    return make()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}

/**
 * Rejects with the error. To be returned to the program, or to resolve its promise, in the same turn; where nobody awaits
 * that, the stack is empty. Errors that are not the library's own, about a call, are left as they are.
 */
export async function failWithCallersStack(error: unknown): Promise<never> {
  // A promise that is resolved with this one follows it one turn of the microtasks later.
  await undefined
  await undefined
  if (isRpcError(error) && error.method !== undefined && !complete.has(error))
    takeStack(error, failWithCallersStack)
  throw error
}

/**
 * For async functions between a call and the program, when an error passes them: where the program's lines were behind too
 * many others, as those of interceptors, they are found now.
 */
export function extendStack(error: RpcError, passed: (...args: never) => unknown): void {
  if (complete.delete(error)) takeStack(error, passed)
}

function takeStack(error: RpcError, below: (...args: never) => unknown): void {
  try {
    Error.captureStackTrace(error, below)
  } catch {
    // Frozen, or a host without such a function: any stack is better than another error.
  }
}

/** Resolves when failures of this turn have reached those who await them: what is said after them must not overtake them. */
export async function behindFailures<T>(value: T): Promise<T> {
  // A failure takes three turns; whoever resolves a promise with either adds the same to both.
  for (let turn = 0; turn < 4; turn++) await undefined
  return value
}
