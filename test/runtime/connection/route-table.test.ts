import { describe, expect, it } from 'vitest'
import type { Service } from '../../../runtime/call.js'
import { addRoutes, RouteTable, streamsOf } from '../../../runtime/connection/route-table.js'
import { Notes, notesHandlers } from '../../support/note-service.js'

function tableOfNotes(): RouteTable {
  const table = new RouteTable()
  addRoutes(table, Notes, notesHandlers())
  return table
}

describe('the route table', () => {
  it('numbers methods from 1 in the order they came', () => {
    const table = tableOfNotes()
    expect(table.offered.map(({ number, name }) => [number, name])).toEqual([
      [1, 'test.v1.Notes/echo'],
      [2, 'test.v1.Notes/quick'],
      [3, 'test.v1.Notes/limited'],
    ])
    expect([1, 2, 3].map((number) => table.at(number)?.method)).toEqual(Notes.methods)
  })

  it('has nothing at numbers that it did not offer', () => {
    const table = tableOfNotes()
    for (const number of [0, 4, -1, 2 ** 32 - 1, 1.5]) expect(table.at(number)).toBeUndefined()
  })

  it('takes a service once', () => {
    const table = tableOfNotes()
    expect(() => addRoutes(table, Notes, notesHandlers())).toThrow(
      new TypeError('test.v1.Notes/echo is served already'),
    )
    expect(table.offered).toHaveLength(3)
  })

  it('takes all of a service or nothing: a handler that is missing is named', () => {
    const table = new RouteTable()
    const { limited: _limited, ...rest } = notesHandlers()
    const incomplete = rest as ReturnType<typeof notesHandlers> // because plain JavaScript can do this
    expect(() => addRoutes(table, Notes, incomplete)).toThrow(
      /test\.v1\.Notes\/limited has no handler/,
    )
    expect(table.offered).toEqual([])
  })

  it('refuses code that was generated for another runtime, and says what to do', () => {
    const old = { ...Notes, dialect: 0 } as unknown as Service<unknown, unknown> // because the type forbids it
    expect(() => addRoutes(new RouteTable(), old, notesHandlers())).toThrow(
      /npx trunkline generate/,
    )
  })

  it('binds handlers to the object they came from', () => {
    class Handlers {
      readonly greeting = 'hello'
      echo() {
        return { text: this.greeting, number: 0, data: new Uint8Array(0) }
      }
      quick = notesHandlers().quick
      limited = notesHandlers().limited
    }
    const table = new RouteTable()
    addRoutes(table, Notes, new Handlers())
    const handler = table.at(1)?.handler as () => unknown // because the call's arguments do not matter here
    expect(handler()).toMatchObject({ text: 'hello' })
  })

  it('knows which directions stream', () => {
    expect(streamsOf('unary')).toMatchObject({ in: false, out: false })
    expect(streamsOf('serverStream')).toMatchObject({ in: false, out: true })
    expect(streamsOf('clientStream')).toMatchObject({ in: true, out: false })
    expect(streamsOf('bidiStream')).toMatchObject({ in: true, out: true })
  })
})
