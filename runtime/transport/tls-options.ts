/** What TLS needs from a program: certificates, keys and authorities, as PEM texts or the files that have them. */

import { checkOptionNames } from '../options.js'

/** PEM, as text or bytes. */
export type Pem = string | Uint8Array

/** A certificate and its key, each as PEM or as a file. */
export interface CertificateOptions {
  /** The certificate, followed by those between it and its authority. */
  readonly cert?: Pem
  readonly certFile?: string
  /** The certificate's private key. */
  readonly key?: Pem
  readonly keyFile?: string
  /** Of an encrypted key. */
  readonly passphrase?: string
}

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'

export interface SharedTlsOptions extends CertificateOptions {
  /** Certificates of the authorities that may have signed the peer's. Default: those that Node trusts. */
  readonly ca?: Pem
  readonly caFile?: string
  /** Default `TLSv1.3`. */
  readonly minVersion?: TlsVersion
}

export interface ServerTlsOptions extends SharedTlsOptions {
  /**
   * Further certificates, by the server name that clients ask for: `api.example.com`, or `*.example.com` for one label. Clients that
   * ask for another name, or for none, get the one above.
   */
  readonly certificates?: Readonly<Record<string, CertificateOptions>>
  /**
   * `true`: clients must have a certificate that an authority of `ca` has signed; others are turned away. `'optional'`: they may have
   * one, and one that cannot be verified is turned away. Default false: they are not asked.
   */
  readonly requestClientCert?: boolean | 'optional'
}

export interface ClientTlsOptions extends SharedTlsOptions {
  /** The name that the server's certificate must carry, and that it is asked for. Default: the host of the address. */
  readonly serverName?: string
  /** Takes any certificate from anybody: whoever is between can read and change everything. For tests. Default false. */
  readonly insecureSkipVerify?: boolean
}

/** What clients may give: options, or a function that is asked at each dial. */
export type ClientTls = ClientTlsOptions | (() => ClientTlsOptions | Promise<ClientTlsOptions>)

const certificateOptions = [
  'cert',
  'certFile',
  'key',
  'keyFile',
  'passphrase',
] as const satisfies (keyof CertificateOptions)[]

const serverOptions = [
  ...certificateOptions,
  'ca',
  'caFile',
  'minVersion',
  'certificates',
  'requestClientCert',
] as const satisfies (keyof ServerTlsOptions)[]

const clientOptions = [
  ...certificateOptions,
  'ca',
  'caFile',
  'minVersion',
  'serverName',
  'insecureSkipVerify',
] as const satisfies (keyof ClientTlsOptions)[]

/** Throws TypeError for options that make no sense; files are read later. */
export function checkServerTls(options: ServerTlsOptions): ServerTlsOptions {
  checkShared('tls', options, serverOptions)
  checkPair('tls', options, true)
  for (const [name, certificate] of Object.entries(options.certificates ?? {})) {
    checkCertificate(`tls.certificates[${JSON.stringify(name)}]`, certificate)
  }
  const { requestClientCert = false } = options
  if (typeof requestClientCert !== 'boolean' && requestClientCert !== 'optional')
    throw new TypeError("tls.requestClientCert must be true, 'optional' or false")
  return options
}

/** Throws TypeError for what is no certificate with its key. */
export function checkCertificate(place: string, options: CertificateOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${place} must be an object of options`)
  checkOptionNames(place, options, certificateOptions)
  checkPair(place, options, true)
}

/** Throws TypeError for options that make no sense; files are read later. */
export function checkClientTls(options: ClientTlsOptions): ClientTlsOptions {
  checkShared('tls', options, clientOptions)
  checkPair('tls', options, false)
  const { serverName, insecureSkipVerify = false } = options
  if (serverName !== undefined && (typeof serverName !== 'string' || serverName === ''))
    throw new TypeError('tls.serverName must be a name')
  if (typeof insecureSkipVerify !== 'boolean')
    throw new TypeError('tls.insecureSkipVerify must be true or false')
  return options
}

function checkShared(place: string, options: SharedTlsOptions, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${place} must be an object of options`)
  checkOptionNames(place, options, known)
  checkSource(place, 'ca', options)
  const { minVersion = 'TLSv1.3' } = options
  if (minVersion !== 'TLSv1.2' && minVersion !== 'TLSv1.3')
    throw new TypeError(`${place}.minVersion must be 'TLSv1.2' or 'TLSv1.3'`)
}

function checkPair(place: string, options: CertificateOptions, isNeeded: boolean): void {
  const hasCert = checkSource(place, 'cert', options)
  const hasKey = checkSource(place, 'key', options)
  if (hasCert !== hasKey || (isNeeded && !hasCert)) {
    throw new TypeError(
      `${place} needs a certificate and its key: give certFile and keyFile, or cert and key`,
    )
  }
}

/** Checks that a thing is given once, as PEM or as a file; returns whether it is given. */
function checkSource(
  place: string,
  name: 'cert' | 'key' | 'ca',
  options: SharedTlsOptions,
): boolean {
  const pem = options[name]
  const file = options[`${name}File`]
  if (pem !== undefined && file !== undefined)
    throw new TypeError(`${place} has both ${name} and ${name}File: give one of them`)
  if (file !== undefined && (typeof file !== 'string' || file === ''))
    throw new TypeError(`${place}.${name}File must be a path`)
  if (pem === undefined) return file !== undefined
  const isBytes = pem instanceof Uint8Array
  if (!isBytes && typeof pem !== 'string')
    throw new TypeError(`${place}.${name} must be a text or bytes`)
  if (!(isBytes ? Buffer.from(pem).toString('latin1') : pem).includes('-----BEGIN '))
    throw new TypeError(
      `${place}.${name} is no PEM: it must have a line -----BEGIN …-----; for a path, use ${name}File`,
    )
  return true
}
