/**
 * `npm run bench:codec [-- --rounds 5 --milliseconds 80 --only record --gate --save]`: the generated codecs beside other
 * libraries, and the protocol without sockets.
 *
 * Ratios only mean something: both sides of one come from the same minutes. Of each side the best round counts, since a
 * busy machine takes away and never adds. `--gate` fails when a ratio is more than 30 % below baseline.json, which are those
 * to the barest that protobufjs can do, and leaves out protobuf-es, the slower library; `--save` writes that file.
 */

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { generateProject } from '../../../codegen/project.js'
import { descriptorSet } from '../../../codegen/run-descriptor.js'
import { type System, systems } from './tasks.js'
import type { Timing } from './worker.js'

const toleratedLoss = 0.3
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const baselineFile = here('baseline.json')

/** What our tasks without a counterpart are compared with, so that the speed of the machine cancels out. */
const yardstick = 'record encode'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '80' },
    only: { type: 'string', default: '' },
    gate: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

type Results = Record<System, Record<string, Timing>>

const folder = here('../../../.cache/bench-codec')
const descriptors = `${folder}/messages.binpb`
const worker = `${folder}/worker.mjs`

async function describeMessages(): Promise<void> {
  const generated = await generateProject(here('../../bench'), { patterns: [], out: undefined })
  if (generated.diagnostics.length > 0) throw new Error('test/bench does not generate')
  mkdirSync(folder, { recursive: true })
  writeFileSync(descriptors, descriptorSet(generated))
}

/** In one file, as the package is published: across files calls cost more, and constants within one become variables. */
async function bundleWorker(): Promise<void> {
  await build({
    entryPoints: [here('worker.ts')],
    outfile: worker,
    bundle: true,
    minifySyntax: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
  })
}

function measureAll(): Results {
  const results: Results = {
    trunkline: {},
    protobufjs: {},
    'bare protobufjs': {},
    'protobuf-es': {},
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const system of systems) {
      if (values.gate && system === 'protobuf-es') continue
      const args = [system, descriptors, values.milliseconds, values.only]
      const output = execFileSync(process.execPath, ['--expose-gc', worker, ...args], {
        encoding: 'utf8',
      })
      const timings = JSON.parse(output) as Record<string, Timing> // because the worker prints that
      for (const [task, timing] of Object.entries(timings)) {
        const best = results[system][task]
        if (best === undefined || timing.ns < best.ns) results[system][task] = timing
      }
    }
  }
  return results
}

/** How many times as fast as protobufjs each of our tasks is, in the cheapest way that was measured of it. */
function ratiosOf({
  trunkline,
  protobufjs,
  'bare protobufjs': bare,
}: Results): Record<string, number> {
  const ratios: Record<string, number> = {}
  for (const [task, { ns }] of Object.entries(trunkline)) {
    const other = bare[task] ?? protobufjs[task] ?? bare[yardstick]
    if (other !== undefined) ratios[task] = Number((other.ns / ns).toPrecision(3))
  }
  return ratios
}

function print(results: Results): void {
  const cell = (timing: Timing | undefined) =>
    timing === undefined
      ? ''.padStart(20)
      : `${timing.ns.toFixed(0)} ns ${timing.bytes.toFixed(0).padStart(6)} B`.padStart(20)
  console.log(`${''.padEnd(22)}${systems.map((name) => name.padStart(20)).join('')}`)
  for (const task of Object.keys(results.trunkline)) {
    console.log(task.padEnd(22) + systems.map((name) => cell(results[name][task])).join(''))
  }
}

/** Prints how our tasks compare; returns whether no ratio has fallen too far. */
function compare(ratios: Record<string, number>, { trunkline, protobufjs }: Results): boolean {
  const committed = JSON.parse(readFileSync(baselineFile, 'utf8')) as Record<string, number> // because --save wrote it
  let isPassed = true
  console.log('\nTimes as fast as protobufjs: bare where it encodes, and as documented')
  for (const [task, expected] of Object.entries(committed)) {
    const ratio = ratios[task]
    if (ratio === undefined) {
      if (values.only !== '') continue
      console.log(`  ${task} was not measured`)
      isPassed = false
      continue
    }
    const fell = ratio < expected * (1 - toleratedLoss)
    if (fell) isPassed = false
    const ours = trunkline[task]
    const theirs = protobufjs[task]
    const documented = ours && theirs ? (theirs.ns / ours.ns).toFixed(2) : ''
    console.log(
      `  ${task.padEnd(22)}${ratio.toFixed(2).padStart(8)}  committed ${expected.toFixed(2).padStart(6)}  ${(fell ? 'FELL' : 'ok').padEnd(6)}${documented.padStart(6)}`,
    )
  }
  return isPassed
}

await describeMessages()
await bundleWorker()
const results = measureAll()
print(results)
const ratios = ratiosOf(results)
if (values.save) writeFileSync(baselineFile, `${JSON.stringify(ratios, null, 2)}\n`)
const isPassed = compare(ratios, results)
if (values.gate && !isPassed) process.exitCode = 1
