import { describe, expect, it } from 'vitest'
import { RequestPipe } from '../../../runtime/connection/request-pipe.js'

/** What a promise has come to after the callbacks of this turn. */
async function stateOf(promise: Promise<boolean>): Promise<boolean | 'waits'> {
  const turn = new Promise<'waits'>((resolve) => setImmediate(resolve, 'waits'))
  return Promise.race([promise, turn])
}

describe('requests sent by hand', () => {
  it('are sent when whoever took them comes for another', async () => {
    const pipe = new RequestPipe<string>()
    const sent = pipe.send('a')
    expect(await pipe.requests.next()).toEqual({ value: 'a', done: false })
    expect(await stateOf(sent)).toBe('waits')
    const another = pipe.requests.next()
    expect(await sent).toBe(true)
    const next = pipe.send('b')
    expect(await another).toEqual({ value: 'b', done: false })
    expect(await stateOf(next)).toBe('waits')
  })

  it('are sent when they were the last and their taker has found the end', async () => {
    const pipe = new RequestPipe<string>()
    const sent = pipe.send('a')
    pipe.end()
    await pipe.requests.next()
    expect(await stateOf(sent)).toBe('waits')
    expect((await pipe.requests.next()).done).toBe(true)
    expect(await sent).toBe(true)
  })

  it('are not sent when their taker leaves behind the end', async () => {
    const [taken, waiting] = [new RequestPipe<string>(), new RequestPipe<string>()]
    const sent = [taken, waiting].map((pipe) => pipe.send('a'))
    await taken.requests.next()
    for (const pipe of [taken, waiting]) {
      pipe.end()
      await pipe.requests.return()
    }
    expect(await Promise.all(sent.map(stateOf))).toEqual([false, false])
  })

  it('stay with their taker when no other will come', async () => {
    const [taken, untouched] = [new RequestPipe<string>(), new RequestPipe<string>()]
    const sent = [taken, untouched].map((pipe) => pipe.send('a'))
    await taken.requests.next()
    taken.closeToTakers()
    untouched.closeToTakers()
    expect(await Promise.all(sent.map(stateOf))).toEqual(['waits', false])
    await taken.requests.return()
    expect(await sent[0]).toBe(false)
  })

  it('are not sent behind their end', async () => {
    const pipe = new RequestPipe<string>()
    pipe.end()
    expect((await pipe.requests.next()).done).toBe(true)
    expect(await stateOf(pipe.send('a'))).toBe(false)
  })

  it('are not wanted any more when their taker leaves', async () => {
    const pipe = new RequestPipe<string>()
    const sent = pipe.send('a')
    await pipe.requests.return()
    expect(await sent).toBe(false)
    expect(await pipe.send('b')).toBe(false)
  })

  it('fail when they cannot be sent, and only they', async () => {
    const pipe = new RequestPipe<string>()
    const sent = ['a', 'b', 'c'].map((request) => pipe.send(request))
    await pipe.requests.next()
    await pipe.requests.next()
    const refusal = new Error('b cannot be sent')
    pipe.refuse(refusal)
    const outcomes = Promise.allSettled(sent)
    await pipe.requests.return()
    expect(await outcomes).toEqual([
      { status: 'fulfilled', value: false },
      { status: 'rejected', reason: refusal },
      { status: 'fulfilled', value: false },
    ])
    expect(await pipe.send('d')).toBe(false)
  })
})
