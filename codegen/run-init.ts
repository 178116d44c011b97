/** The `init` command: sets a project up, and ends with a working call. */

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

/** @returns the exit code: 0 done, 1 the call did not work, 2 mistakes in the command, or npm install failed */
export async function runInit(options: RunInitOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    writeFiles(root, options.version, print)
    const isComplete = packagesMissing(root, allPackages).length === 0
    if (!isComplete && options.install && !install(root, print)) return 2
    const isInstalled = isComplete || options.install
    if (packagesMissing(root, essentials).length > 0) {
      print(`Next: ${pc.bold('npm install && npx trunkline init')}`)
      return 0
    }
    const generated = await runGenerate({
      root,
      patterns: [],
      out: undefined,
      isCheck: false,
      print,
    })
    return generated === 0 ? call(root, isInstalled, print) : generated
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
  const before = existsSync(file) ? readPackage(file) : { private: true }
  if (before.type !== 'module' && hasOwnPrograms(path.dirname(file))) {
    throw new ConfigError(
      'package.json: trunkline needs ECMAScript modules, and the programs here are CommonJS; try npm pkg set type=module, or another folder: npx trunkline init FOLDER',
    )
  }
  const known = { ...entries(before.dependencies), ...entries(before.devDependencies) }
  const missing = (packages: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(packages).filter(([name]) => !Object.hasOwn(known, name)))
  const kept = Object.entries(entries(before.scripts)).filter(([, text]) => text !== noTest)
  const after = {
    ...before,
    type: 'module',
    scripts: { ...scripts, ...Object.fromEntries(kept) },
    dependencies: {
      ...missing({ trunkline: version, ...companions.dependencies }),
      ...entries(before.dependencies),
    },
    devDependencies: { ...missing(companions.devDependencies), ...entries(before.devDependencies) },
  }
  return `${JSON.stringify(after, undefined, 2)}\n`
}

/** What `npm init` writes as the script `test`. */
const noTest = 'echo "Error: no test specified" && exit 1'

/** Whether the folder has JavaScript or TypeScript besides what init writes: it would become modules, too. */
function hasOwnPrograms(folder: string): boolean {
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  return names.some(
    (entry) =>
      (entry.isFile() && /\.[jt]sx?$/.test(entry.name) && !Object.hasOwn(templates, entry.name)) ||
      (entry.isDirectory() && /^(src|lib|app)$/.test(entry.name)),
  )
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

/** Without these nothing can be generated. */
const essentials = ['trunkline', ...Object.keys(companions.dependencies)]
const allPackages = [...essentials, ...Object.keys(companions.devDependencies)]

function packagesMissing(root: string, names: readonly string[]): readonly string[] {
  const { resolve } = createRequire(path.join(root, 'package.json'))
  // Asking for a file of theirs would be refused by packages that do not export it.
  const isThere = (name: string) =>
    resolve.paths(name)?.some((folder) => existsSync(path.join(folder, name, 'package.json')))
  return names.filter((name) => isThere(name) !== true)
}

/** @returns whether it worked */
function install(root: string, print: (line: string) => void): boolean {
  print(pc.dim('npm install'))
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    print(
      `${pc.red('npm install failed')}: the files are written, and nothing is generated yet. Mend what npm says above, then ${pc.bold('npm install && npx trunkline init')}`,
    )
  return status === 0
}

function call(root: string, isInstalled: boolean, print: (line: string) => void): 0 | 1 {
  const jiti = pathToFileURL(createRequire(import.meta.url).resolve('jiti')).href
  const args = ['--input-type=module', '--eval', callScript(jiti)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  print((stdout + stderr).trim())
  if (status !== 0) return 1
  const programs = ['npm run server', 'npm run client', 'npm test']
  const steps = isInstalled ? programs : ['npm install', ...programs]
  print(
    `Next: ${steps.map((one) => pc.bold(one)).join(', ')}. Change greeter.schema.ts, then ${pc.bold('npm run generate')}.`,
  )
  return 0
}
