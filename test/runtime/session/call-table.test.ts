import { describe, expect, it } from 'vitest'
import { CallTable } from '../../../runtime/session/call-table.js'
import { Chance } from '../../support/bytes.js'

interface Entry {
  id: number
}

describe('the call table', () => {
  for (const first of [1, 2]) {
    for (const seed of [1, 2, 3, 4, 5]) {
      it(`agrees with a map over a random life, ids from ${first}, seed ${seed}`, () => {
        const chance = new Chance(seed)
        const table = new CallTable<Entry>()
        const model = new Map<number, Entry>()
        let id = first
        for (let step = 0; step < 5_000; step++) {
          // Phases of growing and of shrinking, so that calls outlive the ring and the ring grows.
          const growing = Math.floor(step / 500) % 2 === 0
          if (chance.next() < (growing ? 0.7 : 0.35)) {
            const entry = { id }
            id += 2
            table.add(entry)
            model.set(entry.id, entry)
          } else if (model.size > 0) {
            // Mostly the young, so that the old stay through many rounds of the ring.
            const ids = [...model.keys()]
            const victim =
              chance.next() < 0.9
                ? ids[ids.length - 1 - chance.int(0, Math.min(9, ids.length - 1))]
                : chance.pick(ids)
            if (victim === undefined) continue
            table.delete(victim)
            model.delete(victim)
          }
          const probe = chance.int(0, id + 4)
          expect(table.get(probe)).toBe(model.get(probe))
          expect(table.size).toBe(model.size)
        }
        for (const [key, entry] of model) expect(table.get(key)).toBe(entry)
        expect([...table].map((entry) => entry.id).sort((a, b) => a - b)).toEqual([...model.keys()])
        expect(table.clear()).toEqual([...model.values()])
        expect([table.size, [...table]]).toEqual([0, []])
      })
    }
  }

  it('keeps one old call while a hundred thousand come and go', () => {
    const table = new CallTable<Entry>()
    const old = { id: 1 }
    table.add(old)
    for (let id = 3; id < 200_003; id += 2) {
      table.add({ id })
      table.delete(id)
    }
    expect(table.get(1)).toBe(old)
    expect(table.size).toBe(1)
  })

  it('does nothing when it deletes what it does not have', () => {
    const table = new CallTable<Entry>()
    table.add({ id: 1 })
    table.delete(3)
    // The same place in the ring as 1.
    table.delete(129)
    expect([table.size, table.get(1)?.id]).toEqual([1, 1])
    table.delete(1)
    table.delete(1)
    expect(table.size).toBe(0)
  })

  it('hands out all calls oldest first when it is cleared, wherever they were kept', () => {
    const table = new CallTable<Entry>()
    const ids = Array.from({ length: 500 }, (_, i) => 2 * i + 1)
    for (const id of ids) table.add({ id })
    expect(table.clear().map(({ id }) => id)).toEqual(ids)
    table.add({ id: 1001 })
    expect(table.get(1001)?.id).toBe(1001)
    expect(table.get(1)).toBeUndefined()
  })
})
