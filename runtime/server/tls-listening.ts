/** The TLS of a server: loaded when it first listens on a tls: address, with certificates that can be replaced. */

import type { Address } from '../address.js'
import type { ListenOptions } from '../transport/tcp-transport.js'
import {
  type CertificateOptions,
  checkCertificate,
  checkServerTls,
  type ServerTlsOptions,
} from '../transport/tls-options.js'
import type { LoadedCertificates } from '../transport/tls-transport.js'
import type { Listener } from '../transport/transport.js'

export class TlsListening {
  readonly #options: ServerTlsOptions | undefined
  #certificates: Promise<LoadedCertificates> | undefined = undefined

  /** Throws TypeError for options that make no sense. */
  constructor(options: ServerTlsOptions | undefined) {
    this.#options = options && checkServerTls(options)
  }

  async listen(
    address: Extract<Address, { readonly kind: 'tls' }>,
    options: ListenOptions,
  ): Promise<Listener> {
    const certificates = await this.#load()
    const { listenTls } = await import('../transport/tls-transport.js')
    return listenTls(address, certificates, options)
  }

  /** Rejects, and changes nothing, when the certificate cannot be used. */
  async replace(certificate: CertificateOptions, serverName: string | undefined): Promise<void> {
    checkCertificate('setCertificate', certificate)
    const certificates = await this.#load()
    await certificates.replace(certificate, serverName, 'setCertificate')
  }

  #load(): Promise<LoadedCertificates> {
    this.#certificates ??= this.#loadNow().catch((error) => {
      // Files can be put right; the next listen() reads them again.
      this.#certificates = undefined
      throw error
    })
    return this.#certificates
  }

  async #loadNow(): Promise<LoadedCertificates> {
    if (this.#options === undefined) {
      throw new TypeError(
        'a tls: address needs a certificate: createServer({ tls: { certFile, keyFile } })',
      )
    }
    const { loadServer } = await import('../transport/tls-transport.js')
    return loadServer(this.#options)
  }
}
