/**
 * `npm run bench:codegen [-- --services 100 --runs 5 --dist dist]`: how long a large project takes from a cold start.
 *
 * Elapsed time means something on an idle machine only; CPU time is printed beside it.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeLargeProject } from './large-project.js'
import { measureSaves } from './saves.js'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '100' },
    runs: { type: 'string', default: '5' },
    dist: { type: 'string', default: 'dist' },
  },
})

interface Sample {
  readonly elapsed: number
  readonly cpu: number
}

/** One process, from start to exit: the best of several runs is the one that was disturbed least. */
function measure(args: readonly string[], cwd: string, before: () => void): Sample {
  const samples = Array.from({ length: Number(values.runs) }, (): Sample => {
    before()
    const start = process.hrtime.bigint()
    const startCpu = childrenCpu()
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`)
    return { elapsed: Number(process.hrtime.bigint() - start) / 1e9, cpu: childrenCpu() - startCpu }
  })
  return {
    elapsed: Math.min(...samples.map((one) => one.elapsed)),
    cpu: Math.min(...samples.map((one) => one.cpu)),
  }
}

/** Seconds that ended child processes have used: cutime and cstime, the 16th and 17th word of Linux's /proc/self/stat. */
function childrenCpu(): number {
  const stat = execFileSync('cat', [`/proc/${process.pid}/stat`], { encoding: 'utf8' })
  const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(words[13]) + Number(words[14])) / 100
}

function report(what: string, { elapsed, cpu }: Sample): void {
  console.log(`${what.padEnd(44)} ${elapsed.toFixed(2)} s elapsed  ${cpu.toFixed(2)} s CPU`)
}

const cache = path.join(repository, '.cache')
mkdirSync(cache, { recursive: true })
const root = mkdtempSync(path.join(cache, 'bench-codegen-'))
try {
  const services = Number(values.services)
  writeLargeProject(root, { services, dist: path.resolve(repository, values.dist) })
  const clean = () => {
    rmSync(path.join(root, 'gen'), { recursive: true, force: true })
    rmSync(path.join(root, 'trunkline.lock.json'), { force: true })
  }
  const cli = path.join(root, 'node_modules/trunkline/dist/cli.js')
  const tsc = path.join(repository, 'node_modules/typescript/bin/tsc')
  const forget = () => {
    clean()
    rmSync(path.join(root, 'node_modules/.cache'), { recursive: true, force: true })
  }
  console.log(`${services} services, ${services * 10} methods; load ${loadavg()[0]?.toFixed(1)}`)
  report('generate, first ever', measure([cli, 'generate'], root, forget))
  report('generate, code removed', measure([cli, 'generate'], root, clean))
  report(
    'generate, nothing to do',
    measure([cli, 'generate'], root, () => {}),
  )
  const schema = path.join(root, 'things1.schema.ts')
  const { median, worst } = await measureSaves(cli, { root, schema, saves: 15 })
  const times = `${median.toFixed(0)} ms (median of 15), ${worst.toFixed(0)} ms (worst)`
  console.log(`${'generate --watch, from a save to its line'.padEnd(44)} ${times}`)
  const check = (config: string) => measure([tsc, '-p', config], root, () => {})
  const empty = check('tsconfig.empty.json')
  report('tsc, a project that only imports the runtime', empty)
  const reportChecked = (what: string) => {
    const full = check('tsconfig.json')
    report(`tsc, ${what}`, full)
    report('  more than that', { elapsed: full.elapsed - empty.elapsed, cpu: full.cpu - empty.cpu })
  }
  reportChecked('the generated code')
  const details = execFileSync(process.execPath, [tsc, '--extendedDiagnostics'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const line of details.split('\n')) {
    if (/^(Files|Lines of TypeScript|Instantiations|Types|\w+ time|Memory used)/.test(line)) {
      console.log(`  ${line}`)
    }
  }
  writeFileSync(path.join(root, 'trunkline.config.ts'), 'export default { noCheck: false }\n')
  execFileSync(process.execPath, [cli, 'generate'], { cwd: root })
  reportChecked('the same checked inside (noCheck: false)')
} finally {
  rmSync(root, { recursive: true, force: true })
}
