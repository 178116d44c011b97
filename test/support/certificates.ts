/** An authority, and certificates signed by it, made for the test that runs: no key is kept anywhere. */

import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 24 * 60 * 60 * 1000

export interface CertificateRequest {
  readonly name: string
  readonly dns?: readonly string[]
  readonly ip?: readonly string[]
  readonly uri?: readonly string[]
  /** From now, in days; negative for the past. */
  readonly days?: readonly [from: number, to: number]
}

export interface MadeCertificate {
  readonly cert: string
  readonly key: string
}

let serial = 1

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  const lines = bytes
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>
}

export class Authority {
  readonly #keys: webcrypto.CryptoKeyPair
  readonly #certificate: x509.X509Certificate

  private constructor(keys: webcrypto.CryptoKeyPair, certificate: x509.X509Certificate) {
    this.#keys = keys
    this.#certificate = certificate
  }

  static async make(name: string): Promise<Authority> {
    const keys = await generateKeys()
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: (serial++).toString(16).padStart(2, '0'),
      name: `CN=${name}`,
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + day),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    })
    return new Authority(keys, certificate)
  }

  /** What others must have to trust it. */
  get ca(): string {
    return this.#certificate.toString('pem')
  }

  async issue({
    name,
    dns = [],
    ip = [],
    uri = [],
    days = [-1, 1],
  }: CertificateRequest): Promise<MadeCertificate> {
    const keys = await generateKeys()
    const names: x509.JsonGeneralNames = [
      ...dns.map((value) => ({ type: 'dns' as const, value })),
      ...ip.map((value) => ({ type: 'ip' as const, value })),
      ...uri.map((value) => ({ type: 'url' as const, value })),
    ]
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: (serial++).toString(16).padStart(2, '0'),
      subject: `CN=${name}`,
      issuer: this.#certificate.subject,
      notBefore: new Date(Date.now() + days[0] * day),
      notAfter: new Date(Date.now() + days[1] * day),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        // Python insists on it from 3.13 on.
        await x509.AuthorityKeyIdentifierExtension.create(this.#keys.publicKey),
        ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
      ],
    })
    return { cert: `${certificate.toString('pem')}\n`, key: await keyPem(keys.privateKey) }
  }
}

/** A certificate for servers of these tests, wherever they are dialled. */
export function issueLocal(
  authority: Authority,
  request: Partial<CertificateRequest> = {},
): Promise<MadeCertificate> {
  return authority.issue({ name: 'local', dns: ['localhost'], ip: ['127.0.0.1'], ...request })
}
