/**
 * The closed list of status codes: gRPC's names and numbers with gRPC's meanings, because people know them
 * (https://github.com/grpc/grpc/blob/master/doc/statuscodes.md). What a code cannot say, whether the handler
 * ran, is said by the error's `outcome`.
 */

export const statusNumbers = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const

/** Why a call failed. Success has no code: it is a result. */
export type StatusCode = keyof typeof statusNumbers

const namesByNumber: readonly (StatusCode | undefined)[] = Object.entries(statusNumbers).reduce<
  (StatusCode | undefined)[]
>((names, [name, number]) => {
  names[number] = name as StatusCode // because Object.entries widens the keys of a literal object
  return names
}, [])

/** The code for a number from the wire; a number this version does not know is UNKNOWN, as in gRPC. */
export function statusFromNumber(number: number): StatusCode {
  return namesByNumber[number] ?? 'UNKNOWN'
}

/**
 * What is known about the handler when a call fails.
 *
 * - `not-sent`: the call never left this process. A proof: no handler ran or will run.
 * - `refused`: the peer turned the call away before its handler. A proof as well.
 * - `executed`: the handler ran and the failure is its answer.
 * - `unknown`: the call was sent and no answer came; the handler may have run, or may still be running.
 */
export type Outcome = 'not-sent' | 'refused' | 'executed' | 'unknown'

/** Wire numbers of the outcomes a peer can report; 0, the default of an absent field, is the careful one. */
export const outcomeNumbers = { unknown: 0, refused: 1, executed: 2 } as const

/** The outcome a peer reported; numbers this version does not know count as `unknown`. */
export function outcomeFromNumber(number: number): Outcome {
  if (number === outcomeNumbers.refused) return 'refused'
  if (number === outcomeNumbers.executed) return 'executed'
  return 'unknown'
}
