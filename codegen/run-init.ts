/** The `init` command: sets a project up, and ends with a working call. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import pc from 'picocolors'
import { ConfigError } from './config.js'
import { callScript, companions, scripts, templates } from './init/templates.js'
import { readText, writeAtomically } from './outputs.js'
import { runGenerate } from './run-generate.js'

export interface RunInitOptions {
  /** Where to set the project up; made if it does not exist. */
  readonly root: string | undefined
  /** Whether to run npm where packages are missing. */
  readonly install: boolean
  /** The range of trunkline that the project is to depend on. */
  readonly version: string
  readonly print?: (line: string) => void
}

/** @returns the exit code: 0 done, 1 the call did not work, 2 mistakes in the command */
export async function runInit(options: RunInitOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    writeFiles(root, options.version, print)
    if (!hasPackages(root) && !install(root, options.install, print)) return 0
    const generated = await runGenerate({
      root,
      patterns: [],
      out: undefined,
      isCheck: false,
      print,
    })
    return generated === 0 ? call(root, print) : generated
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}

function writeFiles(root: string, version: string, print: (line: string) => void): void {
  const file = path.join(root, 'package.json')
  const text = planPackage(file, version)
  for (const [name, content] of Object.entries({ 'package.json': text, ...templates })) {
    const target = path.join(root, name)
    const before = readText(target)
    if (before === content) continue
    if (before !== undefined && name !== 'package.json') {
      print(`${pc.yellow('kept')}  ${name}, which was there already`)
      continue
    }
    writeAtomically({ path: target, text: content })
    print(`${pc.green('wrote')} ${name}`)
  }
}

/** What is there stays: scripts and packages are added to it. */
function planPackage(file: string, version: string): string {
  const before = existsSync(file) ? readPackage(file) : { private: true, type: 'module' }
  if (before.type !== 'module') {
    throw new ConfigError(
      'package.json: trunkline needs ECMAScript modules; write "type": "module"',
    )
  }
  const after = {
    ...before,
    scripts: { ...scripts, ...entries(before.scripts) },
    dependencies: {
      trunkline: version,
      ...companions.dependencies,
      ...entries(before.dependencies),
    },
    devDependencies: { ...companions.devDependencies, ...entries(before.devDependencies) },
  }
  return `${JSON.stringify(after, undefined, 2)}\n`
}

function readPackage(file: string): Readonly<Record<string, unknown>> {
  try {
    return entries(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new ConfigError('package.json is not JSON')
  }
}

function entries(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function hasPackages(root: string): boolean {
  const require = createRequire(path.join(root, 'package.json'))
  try {
    for (const name of ['trunkline/package.json', 'typebox']) require.resolve(name)
    return true
  } catch {
    return false
  }
}

/** @returns whether the packages are there now */
function install(root: string, isWanted: boolean, print: (line: string) => void): boolean {
  if (isWanted) {
    print(pc.dim('npm install'))
    const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    if (status === 0) return true
    print('npm install did not work; these are the next steps once it does:')
  }
  print('npm install && npx trunkline init')
  return false
}

function call(root: string, print: (line: string) => void): 0 | 1 {
  const jiti = pathToFileURL(createRequire(import.meta.url).resolve('jiti')).href
  const args = ['--input-type=module', '--eval', callScript(jiti)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  print((stdout + stderr).trim())
  if (status !== 0) return 1
  const steps = ['npm run server', 'npm run client', 'npm test'].map((one) => pc.bold(one))
  print(`Next: ${steps.join(', ')}. Change greeter.schema.ts, then ${pc.bold('npm run generate')}.`)
  return 0
}
