/** Dials whatever an address says. */

import { type Address, formatAddress } from '../address.js'
import { DeferredTransport } from './deferred-transport.js'
import { dialSocket } from './tcp-transport.js'
import type { ClientTlsOptions } from './tls-options.js'
import type { Transport, TransportHandler } from './transport.js'

export interface DialOptions {
  /** The name that the server's certificate must carry, where the endpoint says so. */
  readonly serverName?: string | undefined
  /** Asked at each dial to a tls: address, so that new certificates are used. */
  tls(): Promise<ClientTlsOptions>
}

/** `onConnect` comes once when the connection stands; a failure comes as the handler's `onClose`. */
export function dial(
  address: Address,
  options: DialOptions,
  handler: TransportHandler,
  onConnect: () => void,
): Transport {
  if (address.kind !== 'tls') return dialSocket(address, handler, onConnect)
  const deferred = new DeferredTransport(formatAddress(address), handler)
  // Loaded here, so that programs without TLS start without it.
  Promise.all([options.tls(), import('./tls-transport.js')])
    .then(async ([tls, { dialTls, loadClient }]) => {
      const material = await loadClient(tls)
      deferred.settle((inner) => dialTls(address, options.serverName, material, inner, onConnect))
    })
    .catch((error: unknown) =>
      deferred.fail(error instanceof Error ? error : new Error(String(error))),
    )
  return deferred
}
