import { describe, expect, it } from 'vitest'
import { explainFailure, type FailedModule } from '../../codegen/load-failures.js'

const module: FailedModule = {
  imported: [
    ['Type', 'default', 'typebox'],
    ['cost', 'price', './prices.js'],
  ],
  exportsOf: async (specifier: string) =>
    specifier === 'typebox' ? { default: { Object() {} } } : { prize() {}, currency: 'EUR' },
}

describe('a module that cannot be imported', () => {
  it.each([
    ["Cannot find module 'lodash/fp'", "there is no package 'lodash'"],
    ["Cannot find module '@shop/money/cents'", "there is no package '@shop/money'"],
    ["Cannot find module './money.js'", "there is no module './money.js'"],
    ["Cannot find module '/srv/money.js'", "there is no module '/srv/money.js'"],
  ])('names what is missing: %s', async (text, problem) => {
    expect(await explainFailure(text, module)).toMatchObject({ problem })
  })

  it('finds a function by what its module exports, and the call by what it is called here', async () => {
    expect(await explainFailure('(0 , _prices.price) is not a function', module)).toEqual({
      problem: "'./prices.js' exports no function price: did you mean prize?",
      remedy: 'Write prize.',
      call: 'cost',
    })
    const far = { ...module, exportsOf: async () => ({ sum() {}, total() {}, currency: 'EUR' }) }
    expect(await explainFailure('(0, _prices.price) is not a function', far)).toMatchObject({
      problem: "'./prices.js' exports no function price",
      remedy: 'Write one of sum, total.',
    })
  })

  it('finds a function of what is imported whole', async () => {
    expect(await explainFailure('_typebox.default.Objekt is not a function', module)).toEqual({
      problem: 'Type has no function Objekt: did you mean Object?',
      remedy: 'Write Object.',
      call: 'Type.Objekt',
    })
  })

  it('leaves alone what it knows nothing about', async () => {
    for (const text of [
      'the price is missing',
      'price is not a function',
      '_typebox.default.Object is not a function',
      '(0 , _other.unheardOf) is not a function',
    ]) {
      expect(await explainFailure(text, module)).toBeUndefined()
    }
  })
})
