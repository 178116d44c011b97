/** Holds PROTOCOL.md against the code: its tables, its protobuf text, its diagrams, its examples, its rules. */

import { readdirSync, readFileSync } from 'node:fs'
import { Writer } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { limitTable } from '../runtime/limits.js'
import { callStates, callTransitions } from '../runtime/session/call-state.js'
import { sessionStates, sessionTransitions } from '../runtime/session/session-state.js'
import { outcomeNumbers, statusNumbers } from '../runtime/status.js'
import { writeCancel, writeGoaway, writeHead, writeStatus } from '../runtime/wire/call-bodies.js'
import * as frame from '../runtime/wire/frame.js'
import { FrameReader } from '../runtime/wire/frame-reader.js'
import { writeGreeting } from '../runtime/wire/greeting.js'
import { callKinds } from '../runtime/wire/offered-methods.js'
import { preface } from '../runtime/wire/preface.js'
import { parseHexBlock, printHexBlock } from './support/hex-blocks.js'
import {
  documentTypes,
  fencedBlock,
  fencedBlocks,
  readDocument,
  tableUnder,
  updateBlock,
} from './support/protocol-document.js'
import { exampleNames, playExample } from './support/protocol-examples.js'
import { stateDiagram, type Transitions } from './support/state-diagram.js'

const types = documentTypes(readDocument())

/** What the document's own definition of a body makes of bytes. */
function reflect(type: string, write: (writer: Writer) => void): Record<string, unknown> {
  const writer = new Writer()
  write(writer)
  const body = types.lookupType(type)
  return body.toObject(body.decode(writer.finish()), { longs: String, enums: String, bytes: Array })
}

/** What is printed must be what stands there. */
function expectBlock(info: string, printed: string): void {
  updateBlock(info, printed)
  expect(fencedBlock(readDocument(), info)).toBe(printed)
}

describe('the tables of PROTOCOL.md', () => {
  const document = readDocument()

  it('list the frame kinds with their numbers', () => {
    const rows = tableUnder(document, '### 3.1 Kinds').map(([number, kind]) => [
      kind,
      Number(number),
    ])
    expect(Object.fromEntries(rows)).toEqual(frame.frameKinds)
    const sentence = /Kinds (\d+), (\d+) and (\d+) are _ignorable_/.exec(document)
    expect(sentence?.slice(1).map(Number)).toEqual([...frame.ignorableKinds])
  })

  it('list the flags with their bits, and for each kind all that it may have', () => {
    const bits: Record<string, number> = {}
    for (const [kinds = '', bit = '', flag = ''] of tableUnder(document, '### 3.2 Flags')) {
      expect(frame.flags).toHaveProperty(flag, Number(bit))
      for (const kind of kinds.split(', ')) bits[kind] = (bits[kind] ?? 0) | Number(bit)
    }
    for (const [kind, number] of Object.entries(frame.frameKinds)) {
      expect([kind, bits[kind] ?? 0]).toEqual([kind, frame.allowedFlags[number]])
    }
  })

  it('list the status codes and the outcomes with their numbers', () => {
    const codes = tableUnder(document, '## 9. Status and outcome').map(([number, code]) => [
      code,
      Number(number),
    ])
    expect(Object.fromEntries(codes)).toEqual(statusNumbers)
    const outcomes = tableUnder(
      document,
      'The outcome says what a code cannot: whether the handler ran.',
    )
    expect(Object.fromEntries(outcomes.map(([number, name]) => [name, Number(number)]))).toEqual(
      outcomeNumbers,
    )
  })

  it('list the constants and the default limits', () => {
    for (const [name = '', value] of tableUnder(document, 'Fixed by this version:')) {
      expect(frame).toHaveProperty(name, Number(value))
    }
    const limits: Record<string, { default: number; unit: string }> = limitTable
    const heading = 'implementation, and a peer should expect them.'
    for (const [name = '', value, unit, field = ''] of tableUnder(document, heading)) {
      expect([name, limits[name]?.default, limits[name]?.unit]).toEqual([name, Number(value), unit])
      if (field !== '–') expect(types.lookupType('Greeting').fields).toHaveProperty(field)
    }
  })

  it('spell the preface as the code does', () => {
    const hex = Array.from(preface, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    expect(document).toContain(`the 8 bytes \`${hex.toUpperCase()}\``)
  })
})

describe('the protobuf text of PROTOCOL.md', () => {
  it('reads every field of a greeting that the code writes', () => {
    const methods = callKinds.map((kind, index) => ({
      number: index + 1,
      name: `a.B/${kind}`,
      kind,
      fingerprint: 0x1234_5678_9abc_def0n + BigInt(index),
      idempotent: index === 1,
    }))
    const greeting = reflect('Greeting', (writer) =>
      writeGreeting(
        {
          version: 1,
          agent: 'demo é',
          maxMessageBytes: 2,
          streamCreditBytes: 3,
          connectionCreditBytes: 0xffff_ffff,
          maxCalls: 5,
          defaultTimeoutMs: 6,
          features: ['one', 'two'],
          methods,
        },
        writer,
      ),
    )
    expect(greeting).toEqual({
      version: 1,
      agent: 'demo é',
      max_message: 2,
      stream_credit: 3,
      connection_credit: 0xffff_ffff,
      max_calls: 5,
      default_timeout_ms: 6,
      features: ['one', 'two'],
      methods: ['UNARY', 'SERVER_STREAM', 'CLIENT_STREAM', 'BIDI_STREAM', 'ONEWAY'].map(
        (kind, index) => ({
          number: index + 1,
          name: methods[index]?.name,
          fingerprint: String(methods[index]?.fingerprint),
          ...(index === 0 ? {} : { kind }),
          ...(index === 1 ? { idempotent: true } : {}),
        }),
      ),
    })
  })

  it('reads every field of a Head and of a Status that the code writes', () => {
    const entry = { key: 'a-bin', value: Uint8Array.of(1, 2) }
    const printed = { key: 'a-bin', value: [1, 2] }
    const head = { metadata: [entry, entry], attempt: 3, compressed: true }
    expect(reflect('Head', (writer) => writeHead(head, writer))).toEqual({
      metadata: [printed, printed],
      attempt: 3,
      compressed: true,
    })
    const status = {
      code: 9,
      message: 'full',
      outcome: 2,
      reason: 'RoomFull',
      data: Uint8Array.of(8, 50),
      violations: [{ path: 'a[1]', rule: 'must be short' }],
      retryAfterMs: 250,
      trailers: [entry],
      timing: { servedMs: 40, eventLoopMs: 7 },
    }
    expect(reflect('Status', (writer) => writeStatus(status, writer))).toEqual({
      code: 9,
      message: 'full',
      outcome: 2,
      reason: 'RoomFull',
      data: [8, 50],
      violations: [{ path: 'a[1]', rule: 'must be short' }],
      retry_after_ms: 250,
      trailers: [printed],
      timing: { served_ms: 40, event_loop_ms: 7 },
    })
  })

  it('reads every field of a CANCEL and of a GOAWAY that the code writes', () => {
    const cancel = { code: 4, reason: 'late' }
    expect(reflect('Cancel', (writer) => writeCancel(cancel, writer))).toEqual(cancel)
    const goaway = { lastId: 0xffff_ffff, code: 13, message: 'bad frame' }
    expect(reflect('Goaway', (writer) => writeGoaway(goaway, writer))).toEqual({
      last_id: 0xffff_ffff,
      code: 13,
      message: 'bad frame',
    })
  })
})

describe('the diagrams of PROTOCOL.md', () => {
  // because the tables are partial records, and a diagram shows what is there
  it('show the call states that the code runs on', () => {
    expectBlock('mermaid call', stateDiagram(callStates, callTransitions as Transitions))
  })

  it('show the session states that the code runs on', () => {
    expectBlock('mermaid session', stateDiagram(sessionStates, sessionTransitions as Transitions))
  })
})

describe('the examples of PROTOCOL.md', () => {
  it('are all played below', () => {
    const inDocument = fencedBlocks(readDocument(), 'hex').map((info) => info.slice('hex '.length))
    expect(inDocument.sort()).toEqual([...exampleNames].sort())
  })

  for (const name of exampleNames) {
    it(`show what two sessions send each other, and what it means: ${name}`, () => {
      expectBlock(`hex ${name}`, printHexBlock(playExample(name), types))
    })

    it(`are cut into the same frames by the runtime: ${name}`, () => {
      const pieces = parseHexBlock(fencedBlock(readDocument(), `hex ${name}`))
      expect(pieces.map(({ bytes }) => Buffer.from(bytes))).toEqual(
        playExample(name).map(({ bytes }) => Buffer.from(bytes)),
      )
      for (const { bytes } of pieces.filter((piece) => piece.bytes[0] !== 0x89)) {
        const bodies: number[] = []
        new FrameReader({
          onFrame: (_kind, _id, _chunk, start, end) => bodies.push(end - start),
        }).push(bytes, 0)
        expect(bodies).toEqual([bytes.length - frame.headerBytes])
      }
    })
  }
})

describe('the rules of PROTOCOL.md', () => {
  const stated = [...readDocument().matchAll(/^\*\*(P-\d+)\*\*/gm)].map((match) => match[1] ?? '')

  it('are numbered without gaps', () => {
    expect(stated).toEqual(stated.map((_, index) => `P-${index + 1}`))
  })

  it('are each named by a test, and no test names a rule that is not there', () => {
    const named = new Set<string>()
    for (const file of testFiles(new URL('.', import.meta.url))) {
      for (const match of readFileSync(file, 'utf8').matchAll(/\bP-\d+\b/g)) named.add(match[0])
    }
    expect(stated.filter((rule) => !named.has(rule))).toEqual([])
    expect([...named].filter((rule) => !stated.includes(rule))).toEqual([])
  })
})

function testFiles(folder: URL): URL[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return entry.name === 'bench' ? [] : testFiles(new URL(`${entry.name}/`, folder))
    }
    return entry.name.endsWith('.test.ts') ? [new URL(entry.name, folder)] : []
  })
}
