/** Prints diagnostics for people: the user's own source with a caret, why, and what to write instead. */

import path from 'node:path'
import pc from 'picocolors'
import type { Diagnostic, Place } from './diagnostics.js'

export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sourceOf: (file: string) => string | undefined,
  root: string,
): string {
  const blocks = [...diagnostics].sort(byPlace).map((one) => printDiagnostic(one, sourceOf, root))
  const total = `${diagnostics.length} ${diagnostics.length === 1 ? 'mistake' : 'mistakes'}; nothing was written.`
  return [...blocks, pc.bold(total)].join('\n\n')
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const [x, y] = [a.place, b.place]
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
  if (x.file !== y.file) return x.file < y.file ? -1 : 1
  return x.line - y.line || x.column - y.column
}

function printDiagnostic(
  { code, path: where, message, remedy, place }: Diagnostic,
  sourceOf: (file: string) => string | undefined,
  root: string,
): string {
  const head = `${pc.red(code)} ${where === '' ? '' : `${pc.bold(where)}: `}${message}`
  const lines = [head]
  if (place !== undefined) {
    lines.push(pc.dim(`  ${path.relative(root, place.file)}:${place.line}:${place.column}`))
    lines.push(...codeFrame(sourceOf(place.file), place))
  }
  lines.push(`  ${pc.cyan('fix')} ${remedy}`)
  return lines.join('\n')
}

/** The line in question between its neighbours, underlined where the mistake is. */
function codeFrame(source: string | undefined, place: Place): readonly string[] {
  if (source === undefined) return []
  const lines = source.split('\n')
  const first = Math.max(1, place.line - 1)
  const last = Math.min(lines.length, place.line + 1)
  const width = String(last).length
  const frame: string[] = []
  for (let line = first; line <= last; line++) {
    const text = lines[line - 1] ?? ''
    const gutter = `  ${line === place.line ? '>' : ' '} ${String(line).padStart(width)} | `
    frame.push(`${gutter}${text}`.trimEnd())
    if (line !== place.line) continue
    const length = Math.min(place.length, Math.max(1, text.length - place.column + 1))
    frame.push(
      `    ${' '.repeat(width)} | ${' '.repeat(Math.max(0, place.column - 1))}${pc.red('^'.repeat(length))}`,
    )
  }
  return frame
}
