/** Host names and literal addresses, as they stand in URLs. */

export function isIp(host: string): boolean {
  return isIpv4(host) || isIpv6(host)
}

function isIpv4(host: string): boolean {
  const parts = host.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

function isIpv6(host: string): boolean {
  return /^[0-9a-fA-F:.]+$/.test(host) && host.includes(':') && URL.canParse(`http://[${host}]/`)
}

/** A name that can be asked for: labels of 1 to 63 letters, digits, `-` and `_`; 253 characters without the last dot. */
export function isHostName(host: string): boolean {
  const name = withoutRoot(host)
  return name.length <= 253 && name.split('.').every((label) => /^[\w-]{1,63}$/.test(label))
}

/** Without the dot that may stand at the end of a full name: certificates never have it. */
export function withoutRoot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}

/** `a:1` and `[::1]:1`, and the same without a port. Undefined for anything of another shape. */
export function splitHostPort(text: string): [host: string, port: number | undefined] | undefined {
  const bare = text.includes('::') || text.split(':').length > 2
  if (bare && !text.startsWith('[')) return [text, undefined]
  const match = /^(?:\[([0-9a-fA-F.]*:[0-9a-fA-F:.]*)\]|([^:/?#[\]@]*))(?::(\d{1,5}))?$/.exec(text)
  if (match === null) return undefined
  const [, bracketed, plain, port] = match
  return [bracketed ?? plain ?? '', port === undefined ? undefined : Number(port)]
}
