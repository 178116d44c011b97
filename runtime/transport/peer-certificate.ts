/** Reads who a certificate is for. */

import type { X509Certificate } from 'node:crypto'
import type { PeerIdentity } from '../identity.js'

export function identityOf(certificate: X509Certificate): PeerIdentity {
  return {
    subject: certificate.subject.split('\n').join(','),
    altNames: readAltNames(certificate.subjectAltName ?? ''),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    validTo: new Date(certificate.validTo),
  }
}

/**
 * Cuts Node's `DNS:a, URI:"b, c"` apart. A name with a comma or a quote in it stands there as a JSON text; taking it for
 * several would let its owner pass for somebody else (CVE-2021-44532).
 */
export function readAltNames(list: string): string[] {
  const names: string[] = []
  const entry = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/y
  while (entry.lastIndex < list.length) {
    const match = entry.exec(list)
    const value = match === null ? undefined : unquoted(match[2] ?? '')
    if (value === undefined) return [] // a form that this code does not know proves nothing
    names.push(`${match?.[1]}:${value}`)
  }
  return names
}

function unquoted(value: string): string | undefined {
  if (!value.startsWith('"')) return value
  try {
    return String(JSON.parse(value))
  } catch {
    return undefined
  }
}
