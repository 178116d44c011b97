import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

/** The parts of a text that begin with a command's name. */
function sections(text: string, heading: RegExp): ReadonlyMap<string, string> {
  const [, ...parts] = text.split(heading)
  return new Map(
    parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : [])),
  )
}

describe('docs/commands.md', () => {
  const documented = sections(read('docs/commands.md'), /^## trunkline (\w+).*$/m)
  const commands = sections(read('codegen/cli.ts'), /\.command\('(\w+)'\)/)
  const names = [...documented.keys()]

  it('has a section for each command of the generator', () => {
    expect(names).toHaveLength(6)
    expect([...commands.keys()]).toEqual(expect.arrayContaining(names))
  })

  it.each(names)('names every option of %s, and no other', (name) => {
    const options = (commands.get(name) ?? '').match(/(?<=['(])--[a-z-]+/g) ?? []
    const text = documented.get(name) ?? ''
    const mentioned = text.match(/(?<=`)--[a-z-]+/g) ?? []
    expect([...new Set(mentioned)].sort()).toEqual([...new Set(options)].sort())
  })
})
