/** The certificates of a server: one by default, others by name. Each can be replaced while the server runs. */

import { constants } from 'node:crypto'
import { explainMaterial } from './tls-explanations.js'
import { type Certificate, loadAuthorities, loadCertificate } from './tls-files.js'
import type { CertificateOptions, Pem, ServerTlsOptions, TlsVersion } from './tls-options.js'

/** What node:tls makes a context of. */
export interface ContextOptions {
  readonly cert: string | Buffer
  readonly key: string | Buffer
  readonly passphrase?: string
  readonly ca?: string | Buffer
  readonly minVersion: TlsVersion
  readonly secureOptions: number
}

/** Throws Node's error for a key that does not belong to its certificate, and for what is none. */
export type MakeContext<Context> = (options: ContextOptions) => Context

/** A server of node:tls. */
interface Listening {
  setSecureContext(options: ContextOptions): void
}

export class ServerCertificates<Context> {
  readonly #make: MakeContext<Context>
  readonly #options: ServerTlsOptions
  readonly #ca: Pem | undefined
  #usual: ContextOptions | undefined = undefined
  /** By name in lower case; made ahead, so that nothing can fail in a handshake. */
  readonly #byName = new Map<string, Context>()
  readonly #listening = new Set<Listening>()

  private constructor(options: ServerTlsOptions, ca: Pem | undefined, make: MakeContext<Context>) {
    this.#make = make
    this.#options = options
    this.#ca = ca
  }

  /** Reads all of them. Rejects with an Error that names the option. */
  static async load<Context>(
    options: ServerTlsOptions,
    make: MakeContext<Context>,
  ): Promise<ServerCertificates<Context>> {
    const loaded = new ServerCertificates(options, await loadAuthorities(options), make)
    await loaded.replace(options, undefined, 'tls')
    for (const [name, certificate] of Object.entries(options.certificates ?? {})) {
      await loaded.replace(certificate, name, `tls.certificates[${JSON.stringify(name)}]`)
    }
    return loaded
  }

  /** Whether clients need a certificate of their own. */
  get clients(): boolean | 'optional' {
    return this.#options.requestClientCert ?? false
  }

  /** The default. */
  get usual(): ContextOptions {
    if (this.#usual === undefined) throw new Error('the certificates are not loaded')
    return this.#usual
  }

  /** For the name that a client asks for; undefined for the default. Never throws. */
  contextFor(name: string): Context | undefined {
    const asked = name.toLowerCase()
    const dot = asked.indexOf('.')
    return this.#byName.get(asked) ?? this.#byName.get(`*${asked.slice(Math.max(dot, 0))}`)
  }

  /**
   * Replaces the default, or what stands for a name. Handshakes from now on use it, connections that stand go on. Rejects,
   * and changes nothing, when it cannot be used.
   */
  async replace(
    certificate: CertificateOptions,
    name: string | undefined,
    place: string,
  ): Promise<void> {
    const read = await loadCertificate(place, certificate)
    if (read === undefined) throw new TypeError(`${place} needs a certificate and its key`)
    const options = this.#contextOptions(read)
    let context: Context
    try {
      context = this.#make(options)
    } catch (error) {
      throw explainMaterial(place, error)
    }
    if (name !== undefined) {
      this.#byName.set(name.toLowerCase(), context)
      return
    }
    this.#usual = options
    for (const server of this.#listening) server.setSecureContext(options)
  }

  /** A server that is to have what `replace` brings, until the returned function is called. */
  use(server: Listening): () => void {
    this.#listening.add(server)
    return () => this.#listening.delete(server)
  }

  #contextOptions({ cert, key, passphrase }: Certificate): ContextOptions {
    return {
      cert: pem(cert),
      key: pem(key),
      minVersion: this.#options.minVersion ?? 'TLSv1.3',
      // A resumed session would go on with a certificate that was replaced, and a client whose authority was.
      secureOptions: constants.SSL_OP_NO_TICKET,
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(this.#ca === undefined ? {} : { ca: pem(this.#ca) }),
    }
  }
}

/** As node:tls takes it. */
export function pem(text: Pem): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text)
}
