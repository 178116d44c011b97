/**
 * A server that is killed again and again under load, and the ledgers of both ends joined afterwards: every call ended
 * exactly once, by its deadline, and what its error says of the handler is what the handler wrote to disk. Small here;
 * `npm run test:soak` runs a thousand kills.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Channel, connect, type Outcome } from '../../runtime/index.js'
import { Chance } from '../support/bytes.js'
import { Log } from '../support/log-service.js'
import { Notes, note } from '../support/note-service.js'
import { Lines } from '../support/rig.js'
import { CallerLedger, type CallKind, HandlerLedger } from './ledger.js'
import { LedgerProgram } from './ledger-program.js'

const full = process.env.TRUNKLINE_SOAK === 'full'
const kills = full ? 1_000 : 20
const spares = 2
const timeoutMs = 2_000

let folder = ''
const programs: LedgerProgram[] = []
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')))
  rmSync(folder, { recursive: true, force: true })
})

/** Calls without a pause until `isOver`, and writes down what becomes of each. */
async function caller(
  channel: Channel,
  name: string,
  ledger: CallerLedger,
  chance: Chance,
  isOver: () => boolean,
): Promise<void> {
  const notes = channel.client(Notes)
  const log = channel.client(Log)
  for (let i = 0; !isOver(); i++) {
    const id = `${name}-${i}`
    const kind: CallKind = i % 5 === 0 ? 'oneway' : 'unary'
    ledger.issued(id, kind)
    const options = { timeout: timeoutMs }
    let ending: 'ok' | Outcome
    if (kind === 'oneway') {
      const error = await log.tell(note(id), options).catch((thrown) => thrown)
      ending = error === undefined ? 'ok' : error.outcome
    } else {
      const result =
        i % 7 === 0
          ? await notes.limited.safe(note(id), options)
          : await notes.echo.safe(note(id, chance.int(0, 3)), options)
      ending = result.ok ? 'ok' : result.error.outcome
    }
    ledger.ended(id, ending)
    // Where nothing listens for a moment, no storm of calls that cannot be sent.
    if (ending === 'not-sent') await sleep(20)
  }
}

describe('the ledgers', () => {
  it('find what does not fit', () => {
    folder = mkdtempSync(join(tmpdir(), 'trunkline-kills-'))
    const path = join(folder, 'ledger')
    const handlers = new HandlerLedger(path)
    const callers = new CallerLedger()
    const record = (id: string, ending: 'ok' | Outcome, starts: number, ends = starts) => {
      callers.issued(id, 'unary')
      callers.ended(id, ending)
      for (let i = 0; i < starts; i++) handlers.started(id)
      for (let i = 0; i < ends; i++) handlers.done(id)
    }
    record('good', 'ok', 1)
    record('lost', 'unknown', 0)
    record('ran', 'unknown', 1, 0)
    record('unsent', 'not-sent', 0)
    expect(callers.contradictions(path)).toEqual([])

    record('twice', 'unknown', 2)
    record('invented', 'ok', 0)
    record('unfinished', 'ok', 1, 0)
    record('denied', 'not-sent', 1)
    record('refused', 'refused', 1)
    callers.issued('endless', 'unary')
    callers.ended('good', 'unknown')
    handlers.started('nobody')
    handlers.close()
    const found = callers.contradictions(path).join('\n')
    for (const id of [
      'twice',
      'invented',
      'unfinished',
      'denied',
      'refused',
      'endless',
      'good',
      'nobody',
    ])
      expect(found).toContain(` ${id}`)
    expect(found.split('\n').length).toBe(8)
  })
})

describe('a server that is killed under load', () => {
  it(
    `${kills} times: every call ends once, and every proof holds`,
    async () => {
      folder = mkdtempSync(join(tmpdir(), 'trunkline-kills-'))
      const path = join(folder, 'ledger')
      const next = () => {
        const program = new LedgerProgram(path)
        programs.push(program)
        return program
      }
      const waiting = Array.from({ length: spares }, next)
      let serving = next()
      const url = await serving.listen('tcp://127.0.0.1:0')

      const ledger = new CallerLedger()
      const chance = new Chance(7)
      const logger = new Lines()
      // Connections that keep breaking are dialled again later and later; here they are meant to break.
      const limits = { redialMaxMs: 50 }
      const channels = [
        connect(url, { limits, logger, retry: false, waitForReady: false }),
        connect(url, { limits, logger }),
      ]
      let isOver = false
      const callers = channels.flatMap((channel, side) =>
        Array.from({ length: 32 }, (_, i) =>
          caller(channel, `${side}-${i}`, ledger, chance, () => isOver),
        ),
      )
      for (let kill = 0; kill < kills; kill++) {
        await sleep(chance.int(50, 400))
        await serving.end('SIGKILL')
        programs.splice(programs.indexOf(serving), 1)
        serving = waiting.shift() ?? next()
        waiting.push(next())
        await serving.listen(url)
      }
      await sleep(300)
      isOver = true
      await Promise.all(callers)
      await Promise.all(channels.map((channel) => channel.close()))

      const tally = ledger.tally()
      console.log(`${ledger.size} calls, ${kills} kills: ${JSON.stringify(tally)}`)
      expect(ledger.contradictions(path)).toEqual([])
      expect(ledger.longestMs()).toBeLessThan(timeoutMs + 2_000)
      // The test has seen what it is about.
      for (const ending of ['unary ok', 'unary executed', 'unary unknown', 'unary not-sent'])
        expect(tally[ending], ending).toBeGreaterThan(0)
    },
    full ? 3_600_000 : 120_000,
  )
})
