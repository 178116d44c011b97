/** Messages of a stream, between the session that pushes them and the program that pulls them. */

import { describe, expect, it } from 'vitest'
import { MessageQueue } from '../../../runtime/connection/message-queue.js'

const queueOf = () => new MessageQueue<string>({ onTaken: () => {}, onLeave: () => {} })

/** What each of several promises comes to, in the order in which they do. */
async function inOrder(
  ...answers: readonly Promise<IteratorResult<string, undefined>>[]
): Promise<readonly string[]> {
  const order: string[] = []
  await Promise.all(
    answers.map(async (answer, index) => {
      const text = await answer.then(
        ({ value, done }) => (done === true ? 'done' : value),
        ({ message }: Error) => message,
      )
      order.push(`${index} ${text}`)
    }),
  )
  return order
}

describe('a queue that fails', () => {
  it('answers those who wait in order: the first with the error', async () => {
    const queue = queueOf()
    const answers = [queue.next(), queue.next(), queue.next()]
    queue.fail(new Error('lost'))
    expect(await inOrder(...answers)).toEqual(['0 lost', '1 done', '2 done'])
  })

  it('answers those who come later in order, and whoever leaves behind them', async () => {
    const queue = queueOf()
    queue.push('a', 1)
    queue.fail(new Error('lost'))
    const answers = [queue.next(), queue.next(), queue.next(), queue.return()]
    expect(await inOrder(...answers)).toEqual(['0 a', '1 lost', '2 done', '3 done'])
  })
})
