/** What runners.test.ts gives to node:test. Nothing here is closed unless it says so. */

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { manualClock, testClient, testConnection } from '../../runtime/testing/index.js'
import { Notes, note } from '../support/note-service.js'
import { Device, Streams, streamsHandlers } from '../support/stream-service.js'

test('a call', async () => {
  const notes = testClient(Notes, { echo: (request) => request })
  assert.equal((await notes.echo(note('hello'))).text, 'hello')
})

test('a deadline in real time, with nothing else to wait for', async () => {
  const notes = testClient(Notes, { echo: () => new Promise(() => {}) })
  await assert.rejects(notes.echo(note(), { timeout: 30 }), { code: 'DEADLINE_EXCEEDED' })
})

test('a deadline by hand', async () => {
  const clock = manualClock()
  const notes = testClient(Notes, { echo: () => new Promise(() => {}) }, { clock })
  const call = assert.rejects(notes.echo(note()), { code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
  await clock.advance(10_000)
  await call
})

test('with the timers of the runner replaced, as jest does it', async () => {
  mock.timers.enable()
  const clock = manualClock()
  const streams = testClient(Streams, streamsHandlers(), { clock })
  let count = 0
  for await (const _ of streams.down(note('', 5))) count++
  assert.equal(count, 5)
  mock.timers.reset()
})

test('calls both ways, closed', async () => {
  await using connection = testConnection()
  connection.client.add(Device, streamsHandlers())
  connection.server.add(Streams, {
    echo: (request, call) => call.peer.client(Device).echo(request),
  })
  assert.equal(
    (await connection.client.client(Streams).echo(note('there and back'))).text,
    'there and back',
  )
})
