/** Runs protoc and Google's Python protobuf, where they are installed. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('../golden/vectors/protobuf.py', import.meta.url))

/** Why Google's implementation cannot be asked here; undefined when it can. */
export function whyNoGoogle(): string | undefined {
  try {
    execFileSync('protoc', ['--version'], { stdio: 'pipe' })
  } catch {
    return 'protoc is not installed (Debian: protobuf-compiler)'
  }
  if (!existsSync(python)) return `${python} does not exist`
  try {
    execFileSync(python, ['-c', 'import google.protobuf'], { stdio: 'pipe' })
  } catch {
    return 'Python has no google.protobuf (Debian: python3-protobuf)'
  }
  return undefined
}

/** With `json`: what are its bytes, and do those of `hex` say the same? With `other`: do both bytes say the same? */
export type Question =
  | { readonly message: string; readonly json: unknown; readonly hex?: string }
  | { readonly message: string; readonly hex: string; readonly other: string }

export interface Answer {
  readonly hex: string
  readonly json?: unknown
  readonly same?: boolean
  /** Whether the bytes of a question with `other` are a message at all. */
  readonly isRead?: boolean
}

/** What protoc prints about .proto files besides accepting them; warnings count. */
export function compileProtos(protos: ReadonlyMap<string, string>, folder: string): string {
  for (const [name, text] of protos) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const args = [`-I${folder}`, `--python_out=${folder}`, ...protos.keys()]
  return execFileSync('protoc', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Asks Google's Python implementation about messages of the given .proto files. */
export function askGoogle(
  protos: ReadonlyMap<string, string>,
  questions: readonly Question[],
): readonly Answer[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'trunkline-google-'))
  try {
    compileProtos(protos, folder)
    const modules = [...protos.keys()].map(
      (name) => `${name.replace(/\.proto$/, '').replaceAll('/', '.')}_pb2`,
    )
    const output = execFileSync(python, [script, folder, ...modules], {
      input: JSON.stringify(questions),
      encoding: 'utf8',
    })
    return JSON.parse(output) as Answer[] // because the script above prints nothing else
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
