import { describe, expect, it } from 'vitest'
import {
  type LinkEvent,
  type LinkState,
  linkTable,
  nextLinkState,
} from '../../../runtime/client/link-state.js'

/** Said once more, by hand: a table that is compared with itself finds nothing. */
const expected: readonly (readonly [LinkState, LinkEvent, LinkState | 'impossible'])[] = [
  ['idle', 'want', 'dialling'],
  ['idle', 'stand', 'impossible'],
  ['idle', 'lose', 'impossible'],
  ['idle', 'rested', 'impossible'],
  ['idle', 'remove', 'removed'],
  ['dialling', 'want', 'dialling'],
  ['dialling', 'stand', 'ready'],
  ['dialling', 'lose', 'pausing'],
  ['dialling', 'rested', 'impossible'],
  ['dialling', 'remove', 'removed'],
  ['ready', 'want', 'ready'],
  ['ready', 'stand', 'impossible'],
  ['ready', 'lose', 'pausing'],
  ['ready', 'rested', 'impossible'],
  ['ready', 'remove', 'removed'],
  ['pausing', 'want', 'pausing'],
  ['pausing', 'stand', 'impossible'],
  ['pausing', 'lose', 'impossible'],
  ['pausing', 'rested', 'idle'],
  ['pausing', 'remove', 'removed'],
  ['removed', 'want', 'removed'],
  ['removed', 'stand', 'removed'],
  ['removed', 'lose', 'removed'],
  ['removed', 'rested', 'removed'],
  ['removed', 'remove', 'removed'],
]

describe('a link', () => {
  for (const [state, event, next] of expected) {
    const text =
      next === 'impossible'
        ? `cannot ${event} while it is ${state}`
        : `that is ${state} and hears ${event} is ${next}`
    it(text, () => {
      if (next === 'impossible') expect(() => nextLinkState(state, event)).toThrow(`is ${state}`)
      else expect(nextLinkState(state, event)).toBe(next)
    })
  }

  it('has a test for every state and event', () => {
    const cells = Object.values(linkTable).flatMap((row) => Object.keys(row))
    expect(expected).toHaveLength(cells.length)
  })

  it('can leave every state but the last', () => {
    for (const [state, row] of Object.entries(linkTable)) {
      const others = Object.values(row).filter((next) => next !== state && next !== 'impossible')
      if (state !== 'removed') expect(others, state).not.toHaveLength(0)
    }
  })
})
