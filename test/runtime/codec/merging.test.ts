import { describe, expect, it } from 'vitest'
import { MalformedMessage } from '../../../runtime/codec/malformed.js'
import { sized, utf8 } from '../../conformance/wire.js'
import { Tree } from '../../golden/codegen/kinds/gen/kinds.js'
import { concat, join } from '../../support/bytes.js'
import { decode } from '../../support/codec-bytes.js'

/** Numbers of Tree: its name, its children, and the link to its parent; of Link: the tree and its weight. */
const name = (text: string) => sized(1, utf8(text))
const parent = (...parts: readonly Uint8Array[]) => sized(3, ...parts)
const tree = (...parts: readonly Uint8Array[]) => sized(1, ...parts)

describe('a message that arrives in pieces', () => {
  it('is merged at any depth', () => {
    const bytes = concat(
      name('a'),
      parent(tree(name('b'), parent(tree(name('c'))))),
      parent(tree(parent(tree(name('d'))))),
    )
    expect(decode(Tree, bytes)).toEqual({
      name: 'a',
      children: [],
      parent: {
        tree: {
          name: 'b',
          children: [],
          parent: { tree: { name: 'd', children: [] }, weight: 0 },
        },
        weight: 0,
      },
    })
  })

  it('is refused when its pieces are so many that putting them together is an attack', () => {
    const piece = parent(tree(sized(2, name('child'))))
    const few = concat(...Array.from({ length: 4 }, () => piece))
    expect(decode(Tree, few).parent?.tree.children).toHaveLength(4)
    const bytes = join(Array.from({ length: 300_000 }, () => piece))
    const start = performance.now()
    expect(() => decode(Tree, bytes)).toThrow(MalformedMessage)
    // It takes milliseconds; merging them all would take hours.
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  it('is refused when the pieces of pieces are so many', () => {
    let bytes = name('x'.repeat(10_000))
    for (let depth = 0; depth < 45; depth++) bytes = concat(parent(tree(bytes)), parent(tree()))
    const start = performance.now()
    expect(() => decode(Tree, bytes)).toThrow('a message arrives in too many pieces')
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it('does not use up what the next message may cost', () => {
    const bytes = concat(parent(tree(name('b'))), parent(tree(name('c'))))
    for (let round = 0; round < 2_000; round++)
      expect(decode(Tree, bytes).parent?.tree.name).toBe('c')
  })
})
