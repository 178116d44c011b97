/** Reads and rewrites runtime/wire/PROTOCOL.md, which several tests compare with the code. */

import { readFileSync, writeFileSync } from 'node:fs'
import protobuf from 'protobufjs'

export const documentPath = new URL('../../runtime/wire/PROTOCOL.md', import.meta.url)

export function readDocument(): string {
  return readFileSync(documentPath, 'utf8')
}

/** The fenced block with this info string: `hex unary`, `mermaid session`, … */
export function fencedBlock(document: string, info: string): string {
  const match = fence(info).exec(document)
  if (match === null) throw new Error(`PROTOCOL.md has no block \`\`\`${info}`)
  return match[2] ?? ''
}

/** The info strings of all blocks of a language. */
export function fencedBlocks(document: string, language: string): string[] {
  return [...document.matchAll(new RegExp(`^\`\`\`(${language} .+)$`, 'gm'))].map(
    (match) => match[1] ?? '',
  )
}

/** Puts `text` into a block. Only when asked: TRUNKLINE_UPDATE=1 npx vitest run test/protocol-document.test.ts */
export function updateBlock(info: string, text: string): void {
  if (process.env.TRUNKLINE_UPDATE !== '1') return
  const document = readDocument()
  fencedBlock(document, info)
  writeFileSync(
    documentPath,
    document.replace(fence(info), (_, open, __, close) => open + text + close),
  )
}

function fence(info: string): RegExp {
  return new RegExp(`(^\`\`\`${info}\\n)([\\s\\S]*?)(\\n\`\`\`$)`, 'm')
}

/** The rows of the table under a heading, cells trimmed and without code marks. */
export function tableUnder(document: string, heading: string): string[][] {
  const from = document.indexOf(`${heading}\n`)
  if (from < 0) throw new Error(`PROTOCOL.md has no heading ${heading}`)
  const lines = document.slice(from + heading.length).split('\n')
  const start = lines.findIndex((line) => line.startsWith('|'))
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'))
  return lines.slice(start + 2, start + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

/** The control bodies as the document defines them, for reading by reflection. */
export function documentTypes(document: string): protobuf.Root {
  return protobuf.parse(fencedBlock(document, 'proto control bodies'), { keepCase: true }).root
}
