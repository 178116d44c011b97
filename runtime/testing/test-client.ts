/** A typed client whose handlers are the test's. */

import type { Interceptor, Service } from '../call.js'
import { TestConnection, type TestOptions } from './test-connection.js'

/** A generated client that can be closed: by `await using`, or by `closeTestClient`. */
export type TestClient<Client> = Client & AsyncDisposable

export interface TestClientOptions extends TestOptions {
  /** Around the calls of the client, the first outermost. */
  readonly clientInterceptors?: readonly Interceptor[]
  /** Around the handlers, the first outermost. */
  readonly serverInterceptors?: readonly Interceptor[]
}

/**
 * A client of `service` whose calls these handlers answer, through the real codecs, checks, deadlines and flow control.
 * Methods that are not given answer UNIMPLEMENTED. Nothing has to be closed.
 */
export function testClient<Client extends object, Handlers>(
  service: Service<Client, Handlers>,
  handlers: Partial<Handlers>,
  options: TestClientOptions = {},
): TestClient<Client> {
  const { clientInterceptors = [], serverInterceptors = [], ...shared } = options
  const connection = new TestConnection(shared)
  connection.server.add(service, handlers, { interceptors: serverInterceptors })
  const client = connection.client.client(service, { interceptors: clientInterceptors })
  return Object.assign(client, {
    [Symbol.asyncDispose]: () => connection.close(),
  })
}

/** Ends all calls of a test client, those of its handlers included. Resolves when nothing is left. */
export function closeTestClient(client: AsyncDisposable): Promise<void> {
  return Promise.resolve(client[Symbol.asyncDispose]())
}
