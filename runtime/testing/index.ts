/**
 * `trunkline/testing`: calls without sockets, for the tests of programs that use Trunkline.
 *
 * ```ts
 * const chat = testClient(Chat, { send: (request) => ({ ...request, sentAt: new Date() }) })
 * const message = await chat.send({ room: 'a', text: 'hello' })
 * ```
 *
 * Everything between a client and its handlers is what runs in production: codecs, checks, deadlines, cancellation, flow
 * control, errors. Only the socket is replaced by memory, and bytes still arrive in a later turn of the event loop.
 *
 * - `testClient(Service, handlers, options?)`: the typed client. Methods that are not given answer UNIMPLEMENTED.
 * - `manualClock()`: time by hand. Given as `clock`, deadlines pass only by `await clock.advance(ms)`.
 * - `testConnection(options?)`: both sides, for several services, for calls from the server to the client
 *   (`connection.client.add(Device, …)`, then `call.peer.client(Device)` in a handler), and for losing the connection.
 *
 * It works under vitest, node:test and jest alike and leaves no handles open. A client that is forgotten keeps nothing
 * alive; a call that somebody waits for keeps the process until its deadline, as a socket would.
 */

export { type ManualClock, manualClock } from './manual-clock.js'
export {
  closeTestClient,
  type TestClient,
  type TestClientOptions,
  testClient,
} from './test-client.js'
export {
  TestConnection,
  type TestOptions,
  type TestSide,
  type TestSideOptions,
  testConnection,
} from './test-connection.js'
