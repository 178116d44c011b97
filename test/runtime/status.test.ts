import { describe, expect, it } from 'vitest'
import { outcomeFromNumber, statusFromNumber, statusNumbers } from '../../runtime/status.js'

describe('a status', () => {
  it('has the name and number it has in gRPC', () => {
    const names = [
      undefined,
      'CANCELLED',
      'UNKNOWN',
      'INVALID_ARGUMENT',
      'DEADLINE_EXCEEDED',
      'NOT_FOUND',
      'ALREADY_EXISTS',
      'PERMISSION_DENIED',
      'RESOURCE_EXHAUSTED',
      'FAILED_PRECONDITION',
      'ABORTED',
      'OUT_OF_RANGE',
      'UNIMPLEMENTED',
      'INTERNAL',
      'UNAVAILABLE',
      'DATA_LOSS',
      'UNAUTHENTICATED',
    ]
    for (const [name, number] of Object.entries(statusNumbers)) expect(names[number]).toBe(name)
    expect(Object.keys(statusNumbers)).toHaveLength(16)
    for (let number = 1; number <= 16; number++)
      expect(statusFromNumber(number)).toBe(names[number])
  })

  it('of a number from the future is UNKNOWN', () => {
    for (const number of [0, 17, 255, 2 ** 32 - 1, -1, 1.5])
      expect(statusFromNumber(number)).toBe('UNKNOWN')
  })
})

describe('an outcome', () => {
  it('of a number from the future is unknown, the careful one', () => {
    expect([0, 1, 2, 3, 255, -1].map(outcomeFromNumber)).toEqual([
      'unknown',
      'refused',
      'executed',
      'unknown',
      'unknown',
      'unknown',
    ])
  })
})
