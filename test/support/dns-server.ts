/** A name server on loopback, over UDP and TCP, whose records and moods a test changes while it runs. */

import dgram from 'node:dgram'
import net from 'node:net'
import dns, { type Packet, type SrvAnswer, type StringAnswer } from 'dns-packet'

export type RecordType = 'A' | 'AAAA' | 'SRV'

/** What happens to questions: answered, not heard, refused, answered with rubbish, or answered only over TCP. */
export type Mood = 'answers' | 'silence' | 'servfail' | 'refused' | 'garbage' | 'truncated'

interface Records {
  readonly ttl: number
  readonly data: readonly (string | SrvAnswer['data'])[]
}

/** The flag "truncated" of a DNS header. */
const truncated = 1 << 9

/** RFC 1035 keeps response codes in the lowest bits of the flags. */
const codes = { none: 0, servfail: 2, nxdomain: 3, refused: 5 }

export class DnsServer {
  /** Questions that arrived, as `A chat.test`. */
  readonly questions: string[] = []
  readonly #udp = dgram.createSocket('udp4')
  readonly #tcp = net.createServer((socket) => this.#serveTcp(socket))
  readonly #sockets = new Set<net.Socket>()
  readonly #records = new Map<string, Records>()
  readonly #moods = new Map<RecordType, Mood>()
  #port = 0

  private constructor() {
    this.#udp.on('message', (bytes, { port, address }) => {
      const answer = this.#answer(bytes, 'udp')
      if (answer !== undefined) this.#udp.send(answer, port, address)
    })
  }

  static async start(): Promise<DnsServer> {
    const server = new DnsServer()
    // TCP first: its port is the one that may be taken.
    await new Promise<void>((resolve) => server.#tcp.listen(0, '127.0.0.1', resolve))
    const { port } = server.#tcp.address() as net.AddressInfo // because it listens on TCP
    server.#port = port
    await new Promise<void>((resolve) => server.#udp.bind(port, '127.0.0.1', resolve))
    return server
  }

  /** For the option `servers`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  /** Replaces the records of a type. Without any, the name has others at the most. */
  set(name: string, type: 'A' | 'AAAA', data: readonly string[], ttl?: number): void
  set(name: string, type: 'SRV', data: readonly SrvAnswer['data'][], ttl?: number): void
  set(name: string, type: RecordType, data: Records['data'], ttl = 60): void {
    this.#records.set(`${type} ${name}`, { ttl, data })
  }

  /** The name no longer exists. */
  delete(name: string): void {
    for (const key of [...this.#records.keys()]) {
      if (key.endsWith(` ${name}`)) this.#records.delete(key)
    }
  }

  /** For questions of one type, or of all. */
  behave(mood: Mood, type?: RecordType): void {
    for (const one of type === undefined ? (['A', 'AAAA', 'SRV'] as const) : [type]) {
      this.#moods.set(one, mood)
    }
  }

  /** How many questions of a type came. */
  count(type: RecordType): number {
    return this.questions.filter((question) => question.startsWith(`${type} `)).length
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all([
      new Promise((resolve) => this.#udp.close(() => resolve(undefined))),
      new Promise((resolve) => this.#tcp.close(resolve)),
    ])
  }

  #serveTcp(socket: net.Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
    let received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0)
        const answer = this.#answer(received.subarray(2, end), 'tcp')
        received = received.subarray(end)
        if (answer === undefined) continue
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        socket.write(Buffer.concat([length, answer]))
      }
    })
  }

  #answer(bytes: Buffer, carrier: 'udp' | 'tcp'): Buffer | undefined {
    const packet = dns.decode(bytes)
    const question = packet.questions?.[0]
    if (question === undefined) return undefined
    const type = question.type as RecordType // because resolvers ask for nothing else
    const name = question.name.toLowerCase()
    this.questions.push(`${type} ${name}`)
    const mood = this.#moods.get(type) ?? 'answers'
    if (mood === 'silence') return undefined
    // The right id, and then nothing that could be read.
    if (mood === 'garbage') return Buffer.concat([bytes.subarray(0, 2), Buffer.alloc(40, 0xff)])
    const records = this.#records.get(`${type} ${name}`)
    const exists = [...this.#records.keys()].some((key) => key.endsWith(` ${name}`))
    const code =
      mood === 'servfail' || mood === 'refused' ? codes[mood] : exists ? codes.none : codes.nxdomain
    const isCut = mood === 'truncated' && carrier === 'udp'
    const answers = (code === codes.none && !isCut ? (records?.data ?? []) : []).map(
      (data) =>
        ({ type, name: question.name, ttl: records?.ttl ?? 0, data }) as StringAnswer | SrvAnswer, // because `set` pairs types and data
    )
    const answer: Packet = {
      type: 'response',
      id: packet.id ?? 0,
      flags: dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE | (isCut ? truncated : 0) | code,
      questions: [question],
      answers,
    }
    return dns.encode(answer)
  }
}
