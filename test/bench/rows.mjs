/**
 * What is measured. A row is one situation and yields numbers by name; a table shows some of those numbers.
 *
 * `needs` names the client's function without which a system has no such row. `measure` runs in the client's process;
 * a row without it is measured by the runner with fresh processes (see `run.mjs`).
 */

import { callRate, openLoop, streamRate, turnTimes } from './measure.mjs'
import { makeOrder } from './payloads.mjs'

const inFlightCounts = [1, 64, 512]
const streamSizes = [
  { label: '16', title: '16 B', bytes: 16, count: 20_000 },
  { label: '1k', title: '1 KiB', bytes: 1024, count: 10_000 },
  { label: '64k', title: '64 KiB', bytes: 65_536, count: 500 },
  { label: '1m', title: '1 MiB', bytes: 1 << 20, count: 32 },
]
/** From here on it is bytes that count. */
const LARGE_STREAM_BYTES = 65_536
/** The memory of large messages is new to a process at first, and used again after some hundred MiB. */
const LARGE_SETTLE_SECONDS = 2
const connectionCounts = [1, 100, 1000, 10_000]

const TURN_BYTES = 16
const LATENCY_CALLS_PER_SECOND = 2000
export const LARGE_IN_FLIGHT = 4

/** @type {Record<string, Row>} */
export const rows = {}

for (const inFlight of inFlightCounts) {
  rows[`text-${inFlight}`] = {
    needs: 'echo',
    measure: ({ client, messages, seconds }) =>
      callRate(() => client.echo(messages.text), inFlight, seconds),
  }
}

for (const inFlight of inFlightCounts) {
  rows[`record-${inFlight}`] = {
    needs: 'record',
    measure: ({ client, messages, seconds }) =>
      callRate(() => client.record(messages.record), inFlight, seconds),
  }
}

rows['blob-1m'] = {
  needs: 'blob',
  settleSeconds: LARGE_SETTLE_SECONDS,
  measure: ({ client, messages, seconds }) =>
    callRate(() => client.blob(messages.blob(1 << 20)), LARGE_IN_FLIGHT, seconds),
}

for (const { label, bytes, count } of streamSizes) {
  rows[`down-${label}`] = {
    needs: 'down',
    settleSeconds: bytes >= LARGE_STREAM_BYTES ? LARGE_SETTLE_SECONDS : undefined,
    measure: ({ client, messages, seconds }) => {
      const order = messages.bytes(makeOrder(count, bytes))
      return streamRate(count, bytes, () => client.down(count, order), seconds)
    },
  }
}

for (const kind of ['up', 'both']) {
  for (const { label, bytes, count } of streamSizes) {
    rows[`${kind}-${label}`] = {
      needs: kind,
      settleSeconds: bytes >= LARGE_STREAM_BYTES ? LARGE_SETTLE_SECONDS : undefined,
      measure: ({ client, messages, seconds }) => {
        const blob = messages.blob(bytes)
        return streamRate(count, bytes, () => client[kind](count, blob), seconds)
      },
    }
  }
}

rows.turns = {
  needs: 'converse',
  async measure({ client, messages, seconds }) {
    const { turn, end } = await client.converse(messages.blob(TURN_BYTES))
    const result = await turnTimes(turn, seconds)
    await end()
    return result
  },
}

rows.latency = {
  needs: 'echo',
  measure: ({ client, messages, seconds }) =>
    openLoop(() => client.echo(messages.text), LATENCY_CALLS_PER_SECOND, Math.max(1.5, seconds)),
}

for (const count of connectionCounts) {
  rows[`connections-${count}`] = {
    needs: 'echo',
    openFiles: count,
    isOnce: count > 1000,
    needsConnections: true,
    measure: async ({ connect, messages, seconds }) => {
      const clients = await connectMany(connect, count)
      let next = 0
      const call = () => clients[next++ % count].echo(messages.text)
      await callRate(call, 512, seconds / 2)
      const result = await callRate(call, 512, seconds)
      for (const client of clients) await client.close()
      return result
    },
  }
}

rows['memory-connection'] = {
  needs: 'echo',
  needsConnections: true,
  isOnce: true,
  runner: 'memoryPerConnection',
}
rows['memory-call'] = { needs: 'echo', isOnce: true, runner: 'memoryPerCall' }
rows.start = { needs: 'echo', isOnce: true, runner: 'start' }

/** Twenty at a time: a listen queue is not what the row is about. */
export async function connectMany(connect, count) {
  const clients = []
  while (clients.length < count) {
    const batch = Math.min(20, count - clients.length)
    clients.push(...(await Promise.all(Array.from({ length: batch }, connect))))
  }
  return clients
}

const megabytes = {
  metric: 'bytesPerSecond',
  format: 'megabytes',
  isMoreBetter: true,
  hasRatio: true,
}
const rate = { metric: 'rate', format: 'rate', isMoreBetter: true, hasRatio: true }
const micros = { format: 'micros', isMoreBetter: false, hasRatio: true }
const bytes = { format: 'bytes', isMoreBetter: false, hasRatio: false }
const millis = { format: 'millis', isMoreBetter: false, hasRatio: false }

const inFlightColumns = (kind) =>
  inFlightCounts.map((n) => ({ row: `${kind}-${n}`, title: `${n} in flight`, ...rate }))
const streamColumns = (kind) =>
  streamSizes.map(({ label, title, bytes: size }) => ({
    row: `${kind}-${label}`,
    title,
    ...(size < LARGE_STREAM_BYTES ? rate : megabytes),
  }))

/** @type {Table[]} */
export const tables = [
  { title: 'Unary calls, 12-byte text', unit: 'calls/s', columns: inFlightColumns('text') },
  {
    title: 'Unary calls, record of about 1 KiB',
    unit: 'calls/s',
    columns: inFlightColumns('record'),
  },
  {
    title: 'Unary calls, 1 MiB of bytes there and back',
    unit: 'calls/s',
    columns: [{ row: 'blob-1m', title: `${LARGE_IN_FLIGHT} in flight`, ...rate }],
  },
  {
    title: 'Server stream',
    unit: 'messages/s; from 64 KiB on, MB/s',
    columns: streamColumns('down'),
  },
  {
    title: 'Client stream',
    unit: 'messages/s; from 64 KiB on, MB/s',
    columns: streamColumns('up'),
  },
  {
    title: 'Both ways, echoed',
    unit: 'messages/s; from 64 KiB on, MB/s',
    columns: streamColumns('both'),
  },
  {
    title: `A stream both ways, ${TURN_BYTES} bytes back and forth`,
    unit: 'µs',
    columns: [
      { row: 'turns', title: 'p50', ...micros, metric: 'p50' },
      { row: 'turns', title: 'p99', ...micros, metric: 'p99' },
    ],
  },
  {
    title: `Latency at ${LATENCY_CALLS_PER_SECOND} calls/s, from when each call was due`,
    unit: 'µs',
    columns: [
      { row: 'latency', title: 'p50', ...micros, metric: 'p50' },
      { row: 'latency', title: 'p99', ...micros, metric: 'p99' },
      { row: 'latency', title: 'p99.9', ...micros, metric: 'p999' },
    ],
  },
  {
    title: 'Processor time per call, 12-byte text, 64 in flight',
    unit: 'µs',
    columns: [
      { row: 'text-64', title: 'client', ...micros, metric: 'clientCpuUs' },
      { row: 'text-64', title: 'server', ...micros, metric: 'serverCpuUs' },
    ],
  },
  {
    title: '512 calls in flight over several connections',
    unit: 'calls/s',
    columns: connectionCounts.map((n) => ({
      row: `connections-${n}`,
      title: `${n.toLocaleString('en')} connection${n === 1 ? '' : 's'}`,
      ...rate,
    })),
  },
  {
    title: 'Memory per idle connection, beyond a bare socket',
    unit: 'bytes',
    columns: [
      { row: 'memory-connection', title: 'client', ...bytes, metric: 'clientBytes' },
      { row: 'memory-connection', title: 'server', ...bytes, metric: 'serverBytes' },
    ],
  },
  {
    title: 'Memory per call in flight',
    unit: 'bytes',
    columns: [
      { row: 'memory-call', title: 'client', ...bytes, metric: 'clientBytes' },
      { row: 'memory-call', title: 'server', ...bytes, metric: 'serverBytes' },
    ],
  },
  {
    title: 'Start of a client, in a fresh process',
    unit: 'ms',
    columns: [
      { row: 'start', title: 'import', ...millis, metric: 'importMs' },
      { row: 'start', title: 'first answer', ...millis, metric: 'firstCallMs' },
    ],
  },
]

/**
 * @typedef {object} Row
 * @property {string} needs
 * @property {number} [openFiles] How many each process needs; left out, unless named, where there are too few.
 * @property {number} [settleSeconds] Before the first round it runs for so long without being measured, where as long as it is measured is too short.
 * @property {boolean} [isOnce] Runs in the first round only: it takes several processes, and varies little.
 * @property {boolean} [needsConnections] Left out for a system that `isOneConnection`.
 * @property {string} [runner] Which of the runner's ways to measure it, for rows that need fresh processes.
 * @property {(context: object) => Promise<Record<string, number>>} [measure]
 */
/**
 * @typedef {object} Table
 * @property {string} title
 * @property {string} unit
 * @property {{ row: string, title: string, metric: string, format: string, isMoreBetter: boolean, hasRatio: boolean }[]} columns
 */
