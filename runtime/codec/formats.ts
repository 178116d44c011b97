/**
 * The string formats of JSON Schema that generated checks know.
 *
 * Each expression is linear: no repetition inside a repetition, so a hostile string cannot keep one busy.
 */

const date = /^(\d{4})-(\d\d)-(\d\d)$/
const time = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
const mailbox = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/i
const octet = /^(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/
const hextet = /^[0-9a-f]{1,4}$/i
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const uri = /^[a-z][a-z0-9+.-]*:[!#-;=?-[\]_a-z~]+$/i

export type FormatName = keyof typeof formats

export function isFormat(name: FormatName, text: string): boolean {
  return formats[name](text)
}

const formats = {
  date: isDate,
  time: (text: string) => time.test(text),
  'date-time': isDateTime,
  uuid: (text: string) => uuid.test(text),
  email: isEmail,
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: (text: string) => uri.test(text),
  url: (text: string) => /^(https?|ftp|wss?):\/\//i.test(text) && URL.canParse(text),
} as const

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = date.exec(text) ?? []
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0)
  const days = month === '02' && isLeap ? 29 : (monthDays[Number(month) - 1] ?? 0)
  return Number(day) >= 1 && Number(day) <= days
}

function isDateTime(text: string): boolean {
  return /^[t ]$/i.test(text.charAt(10)) && isDate(text.slice(0, 10)) && time.test(text.slice(11))
}

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part))
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (at < 1 || local.length > 64 || !isHostname(text.slice(at + 1))) return false
  return local.split('.').every((part) => mailbox.test(part))
}

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => octet.test(part))
}

function isIpv6(text: string): boolean {
  if (text.length > 45) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const all = groups.flat()
  const last = all.at(-1) ?? ''
  const isMixed = last.includes('.') && !text.endsWith(':')
  if (isMixed && !isIpv4(last)) return false
  const count = all.length + (isMixed ? 1 : 0)
  if (!(isMixed ? all.slice(0, -1) : all).every((group) => hextet.test(group))) return false
  return halves.length === 2 ? count <= 7 : count === 8
}
