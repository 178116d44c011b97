import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { type Abortable, follow, unfollow } from '../../../runtime/connection/signal-group.js'

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
