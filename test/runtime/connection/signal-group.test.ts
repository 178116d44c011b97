import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import {
  type Abortable,
  follow,
  hasAborted,
  joinSignals,
  unfollow,
} from '../../../runtime/connection/signal-group.js'

class Member implements Abortable {
  readonly reasons: unknown[] = []
  onAbort(reason: unknown): void {
    this.reasons.push(reason)
  }
}

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('calls that share a signal', () => {
  it('share one listener, and leave none behind', () => {
    const { signal } = new AbortController()
    const members = Array.from({ length: 1_000 }, () => new Member())
    for (const member of members) follow(signal, member)
    expect(listeners(signal)).toBe(1)
    for (const member of members) unfollow(signal, member)
    expect(listeners(signal)).toBe(0)
    follow(signal, new Member())
    expect(listeners(signal)).toBe(1)
  })

  it('are each told once why it aborted, except those that left', () => {
    const controller = new AbortController()
    const stayed = [new Member(), new Member()]
    const left = new Member()
    for (const member of [...stayed, left]) follow(controller.signal, member)
    unfollow(controller.signal, left)
    const reason = new Error('enough')
    controller.abort(reason)
    controller.abort(new Error('again'))
    expect([...stayed, left].map(({ reasons }) => reasons)).toEqual([[reason], [reason], []])
  })

  it('may leave while they are told', () => {
    const controller = new AbortController()
    const last = new Member()
    const first = new Member()
    first.onAbort = () => unfollow(controller.signal, last)
    follow(controller.signal, first)
    follow(controller.signal, last)
    controller.abort()
    expect(last.reasons).toHaveLength(1)
    unfollow(controller.signal, first)
  })

  it('may leave a signal that they never followed', () => {
    const { signal } = new AbortController()
    unfollow(signal, new Member())
    expect(listeners(signal)).toBe(0)
  })
})

describe('signals that are joined', () => {
  const three = () => Array.from({ length: 3 }, () => new AbortController())

  it('abort with the first of them, also with one that is joined itself', () => {
    for (const index of [0, 1, 2]) {
      const controllers = three()
      const [a, b, c] = controllers.map(({ signal }) => signal) as [
        AbortSignal,
        AbortSignal,
        AbortSignal,
      ] // because there are three
      const joined = joinSignals(joinSignals(a, b), c)
      const member = new Member()
      expect(hasAborted(joined)).toBe(false)
      follow(joined, member)
      controllers[index]?.abort(index)
      for (const controller of controllers) controller.abort('too late')
      expect(member.reasons).toEqual([index])
      expect([joined.aborted, joined.reason]).toEqual([true, index])
    }
  })

  it('have aborted when one of them has before anybody followed', () => {
    const [before, after] = three()
    const joined = joinSignals(new AbortController().signal, AbortSignal.abort('long ago'))
    expect([hasAborted(joined), joined.reason]).toEqual([true, 'long ago'])
    const late = joinSignals(before?.signal ?? joined, after?.signal ?? joined)
    after?.abort('now')
    expect([hasAborted(late), late.reason]).toEqual([true, 'now'])
  })

  it('hang on the others only while somebody follows', () => {
    const { signal } = new AbortController()
    for (let i = 0; i < 1_000; i++) {
      const joined = joinSignals(signal, new AbortController().signal)
      const members = [new Member(), new Member()]
      for (const member of members) follow(joined, member)
      expect(listeners(signal)).toBe(1)
      for (const member of members) unfollow(joined, member)
      expect(listeners(signal)).toBe(0)
    }
  })
})
