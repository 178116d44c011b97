import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkInt32,
  checkInteger,
  checkNumber,
  checkString,
  checkUint32,
} from '../../../runtime/codec/checks.js'
import { Issues, maxIssues } from '../../../runtime/codec/issues.js'
import {
  checkInt32s,
  checkIntegers,
  checkNumbers,
  checkStrings,
  checkUint32s,
} from '../../../runtime/codec/list-checks.js'
import { checkItems } from '../../../runtime/codec/nested-checks.js'
import {
  Color,
  Enums,
  Kinds,
  KindsTextRequest,
  KindsTextResponse,
  Lists,
  Maps,
  Nested,
  Point,
  Rules,
  Scalar,
  Scalars,
  Shape,
  Tree,
} from '../../golden/codegen/kinds/gen/kinds.js'
import { Money } from '../../golden/codegen/shared/gen/money.js'
import { violations } from '../../support/codec-bytes.js'

const rules: Rules = {
  name: 'abc',
  ratio: 0.5,
  step: 10,
  total: 4n,
  digest: new Uint8Array(4),
  tags: ['a', 'b'],
  quota: { a: 1 },
  prices: [],
  template: 'v1-x',
}

describe('rules', () => {
  it('are kept by a value that keeps them', () => {
    expect(violations(Rules, rules)).toEqual([])
  })

  it.each<[string, object, string[]]>([
    [
      'minLength',
      { name: '' },
      ['name: must have at least 1 character', 'name: must match /^[a-z]+$/u'],
    ],
    ['maxLength', { name: 'a'.repeat(21) }, ['name: must have at most 20 characters']],
    ['pattern', { name: 'a1' }, ['name: must match /^[a-z]+$/u']],
    ['format', { mail: 'nobody' }, ['mail: must be an e-mail address']],
    ['exclusiveMinimum', { ratio: 0 }, ['ratio: must be more than 0']],
    ['maximum', { ratio: 1.5 }, ['ratio: must be at most 1']],
    ['multipleOf', { step: 7 }, ['step: must be a multiple of 5']],
    ['bigint bounds', { total: 100n }, ['total: must be less than 100']],
    ['bigint multipleOf', { total: 3n }, ['total: must be a multiple of 2']],
    ['bytes', { digest: new Uint8Array(3) }, ['digest: must have at least 4 bytes']],
    ['more bytes', { digest: new Uint8Array(9) }, ['digest: must have at most 8 bytes']],
    ['minItems', { tags: [] }, ['tags: must have at least 1 item']],
    ['maxItems', { tags: ['a', 'b', 'c', 'd'] }, ['tags: must have at most 3 items']],
    ['uniqueItems', { tags: ['a', 'a'] }, ['tags: must not have equal items']],
    ['rules of items', { tags: ['a', 'long'] }, ['tags[1]: must have at most 3 characters']],
    ['maxProperties', { quota: { a: 1, b: 1, c: 1 } }, ['quota: must have at most 2 entries']],
    ['rules of map values', { quota: { a: -1 } }, ['quota.a: must be at least 0']],
    [
      'rules of nested messages',
      { prices: [{ units: 1n, currency: 'E' }] },
      ['prices[0].currency: must have at least 3 characters'],
    ],
    ['templates', { template: 'v3-x' }, ['template: must match /^v(1|2)-.*$/u']],
    ['closed objects', { extra: 1 }, ['extra: must not be present']],
  ])('on %s are reported with the path', (_, change, expected) => {
    expect(violations(Rules, { ...rules, ...change })).toEqual(expected)
  })

  it('that break together are reported together', () => {
    expect(violations(Rules, { ...rules, name: '1', step: 1, tags: ['', 'four'] })).toEqual([
      'name: must match /^[a-z]+$/u',
      'step: must be a multiple of 5',
      'tags[1]: must have at most 3 characters',
    ])
  })
})

describe('types', () => {
  it.each<[string, unknown, string]>([
    ['string', 5, 'string: must be a string'],
    ['string', '\uD800', 'string: must not contain half a surrogate pair'],
    ['bool', 1, 'bool: must be a boolean'],
    ['number', Number.NaN, 'number: must be a finite number'],
    ['number', Number.POSITIVE_INFINITY, 'number: must be a finite number'],
    ['number', '1', 'number: must be a finite number'],
    ['integer', 1.5, 'integer: must be an integer'],
    ['integer', 2 ** 53, 'integer: must be within ±(2^53 - 1)'],
    ['integer', 1n, 'integer: must be an integer'],
    ['natural', -1, 'natural: must be at least 0'],
    ['small', 11, 'small: must be at most 10'],
    ['bigint', 1, 'bigint: must be a bigint'],
    ['bigint', 2n ** 63n, 'bigint: must be at most 9223372036854775807, the greatest int64'],
    ['positive', -1n, 'positive: must be at least 0'],
    ['int32', 2147483648, 'int32: must be at most 2147483647'],
    ['uint32', -1, 'uint32: must be at least 0'],
    ['uint64', 2n ** 64n, 'uint64: must be at most 18446744073709551615, the greatest uint64'],
    ['sint64', -(2n ** 63n) - 1n, 'sint64: must be at least -9223372036854775808, the least int64'],
    ['float', 3.5e38, 'float: must fit into four bytes'],
    ['bytes', [1], 'bytes: must be a Uint8Array'],
    ['bytes', 'YQ==', 'bytes: must be a Uint8Array'],
    ['timestamp', 0, 'timestamp: must be a Date'],
    ['timestamp', new Date(Number.NaN), 'timestamp: must be within the years 1 to 9999'],
    ['timestamp', new Date(8.64e15), 'timestamp: must be within the years 1 to 9999'],
    ['duration', 1e18, 'duration: must be at most 10,000 years'],
  ])('of %s: %o is reported', (field, value, expected) => {
    const scalars: Record<string, unknown> = {
      string: '',
      bool: false,
      number: 0,
      integer: 0,
      small: 0,
      natural: 0,
      bigint: 0n,
      positive: 0n,
      int32: 0,
      uint32: 0,
      sint32: 0,
      fixed32: 0,
      sfixed32: 0,
      int64: 0n,
      uint64: 0n,
      sint64: 0n,
      fixed64: 0n,
      sfixed64: 0n,
      float: 0,
      double: 0,
      bytes: new Uint8Array(0),
      timestamp: new Date(0),
      duration: 0,
    }
    expect(violations(Scalars, scalars)).toEqual([])
    expect(violations(Scalars, { ...scalars, [field]: value })).toEqual([expected])
    expect(violations(Scalars, { ...scalars, [field]: undefined })).toHaveLength(1)
  })

  it('of enums name the values', () => {
    const enums = {
      color: 'blue',
      nothing: null,
      level: 2,
      levels: [0, 7],
      inline: 'on',
      only: 'other',
      flag: false,
    }
    expect(violations(Enums, enums)).toEqual([
      "color: must be one of 'red', 'green', 'dark-blue'",
      'level: must be one of 0, 1, 5, -3',
      'levels[1]: must be one of 0, 1, 5, -3',
      "only: must be 'only'",
      'flag: must be true',
    ])
  })

  it('of lists and maps are reported at their items', () => {
    expect(violations(Lists, {})).toHaveLength(maxIssues)
    const maps = {
      labels: { a: 1 },
      counts: { x: 1, '1': 1.5 },
      prices: [],
      colors: {},
      times: {},
      lists: { a: ['x'] },
      open: { f: () => 1 },
    }
    expect(violations(Maps, maps)).toEqual([
      'labels.a: must be a string',
      'counts.1: must be an integer',
      'counts.x: must have an integer as its key',
      'prices: must be an object',
      'lists.a[0]: must be a finite number',
      'open.f: must be a JSON value',
    ])
  })

  it('of unions say what there is', () => {
    expect(violations(Shape, { kind: 'oval' })).toEqual([
      "kind: must be one of 'circle', 'square', 'point'",
    ])
    expect(violations(Shape, { kind: 'circle', radius: 'r' })).toEqual([
      'radius: must be a finite number',
    ])
    expect(violations(Scalar, Symbol('x'))).toEqual([
      ': must be a string, a number, a boolean, a bigint, a Uint8Array, a Date, an array or an object',
    ])
    expect(violations(Scalar, [1])).toEqual(['[0]: must be a string'])
    expect(violations(Scalar, null)).toEqual([': must be an object'])
  })

  it('of tuples count the items', () => {
    expect(violations(Point, [1, 2])).toEqual([': must have exactly 3 items'])
    expect(violations(Point, [1, 'x', 5])).toEqual([
      '[1]: must be a finite number',
      '[2]: must be a string',
    ])
  })

  it('of single values have an empty path', () => {
    expect(violations(KindsTextRequest, 'too long')).toEqual([': must have at most 5 characters'])
    expect(violations(KindsTextResponse, null)).toEqual([])
    expect(violations(KindsTextResponse, undefined)).toEqual([': must be a string'])
  })
})

describe('check', () => {
  const hostile: readonly unknown[] = [
    null,
    undefined,
    0,
    '',
    Symbol('s'),
    1n,
    () => 1,
    [],
    new Date(),
    new Map(),
    Object.create(null),
    new Proxy({}, {}),
  ]

  it('throws for no value whatever', () => {
    for (const method of Kinds.methods) {
      for (const value of hostile) {
        const issues = new Issues()
        expect(() => method.request.check(value, issues, 0)).not.toThrow()
      }
    }
  })

  it('ends for a value that contains itself', () => {
    const tree: Tree = { name: 'x', children: [] }
    tree.children.push(tree)
    expect(violations(Tree, tree)[0]).toMatch(
      /^children\[0\](\.children\[0\]){99,}: must not be nested deeper than 100 messages$/,
    )
  })

  it('ends for JSON that contains itself, as a list or as an object', () => {
    const list: unknown[] = []
    list.push(list)
    const object: Record<string, unknown> = {}
    object.self = object
    const inner = { deep: { value: '' } }
    const base = {
      grid: [],
      nullList: null,
      gaps: [],
      inner,
      nullInner: null,
      nullString: null,
      version: 2,
      'content-type': '',
      default: false,
    }
    expect(violations(Nested, { ...base, anything: list })[0]).toContain(
      'must not be nested deeper than 100 messages',
    )
    expect(violations(Nested, { ...base, anything: object })[0]).toContain(
      'must not be nested deeper than 100 messages',
    )
    for (const bad of [
      1n,
      undefined,
      new Date(),
      new Uint8Array(1),
      Number.NaN,
      { a: undefined },
      [Symbol('x')],
    ]) {
      expect(violations(Nested, { ...base, anything: bad })).toHaveLength(1)
    }
  })

  it('stops after sixteen issues', () => {
    const list = Array.from({ length: 1000 }, () => 'not a number')
    expect(
      violations(Maps, {
        labels: {},
        counts: {},
        prices: {},
        colors: {},
        times: {},
        lists: { a: list },
        open: {},
      }),
    ).toHaveLength(maxIssues)
  })

  it('accepts inherited and extra properties, as TypeBox does', () => {
    class Price {
      readonly units = 1n
      readonly currency = 'EUR'
      readonly note = 'extra'
    }
    expect(violations(Money, new Price())).toEqual([])
    expect(violations(Money, Object.create({ units: 1n, currency: 'EUR' }))).toEqual([])
  })
})

describe('constrained', () => {
  it('says whether a decoded value can break a rule, in itself or in its parts', () => {
    expect(Money.constrained).toBe(true)
    expect(Rules.constrained).toBe(true)
    expect(Enums.constrained).toBe(true)
    expect(KindsTextResponse.constrained).toBe(false)
  })
})

describe('an enum', () => {
  it('has its values in the order of the schema, and their numbers both ways', () => {
    expect(Color.values).toEqual(['red', 'green', 'dark-blue'])
    for (const value of Color.values) expect(Color.fromNumber(Color.toNumber(value))).toBe(value)
    expect(() => Color.fromNumber(0)).toThrow(
      'golden.kinds.v1.Color has no value with the number 0',
    )
  })
})

describe('a list of', () => {
  it.each([
    ['strings', checkStrings, checkString],
    ['numbers', checkNumbers, checkNumber],
    ['integers', checkIntegers, checkInteger],
    ['int32', checkInt32s, checkInt32],
    ['uint32', checkUint32s, checkUint32],
  ])('%s is checked as its items are', (_, checkList, checkItem) => {
    const border = fc.constantFrom(
      ...[-1, -0, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32 - 1, 2 ** 32],
      ...[2 ** 53 - 1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined],
    )
    const item = fc.oneof(fc.integer(), border, fc.string(), fc.anything())
    const list = fc.oneof(
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.array(fc.integer(), { maxLength: 5 }),
      fc.array(fc.double(), { maxLength: 5 }),
      fc.array(fc.string(), { maxLength: 5 }),
      fc.array(item, { maxLength: 25 }),
      fc.anything(),
    )
    fc.assert(
      fc.property(list, (given) => {
        const [quick, thorough] = [new Issues(), new Issues()]
        checkList(given, quick, 'list')
        checkItems(given as unknown[], checkItem, thorough, 'list') // because it is for what is no list, too
        expect(quick.take()).toEqual(thorough.take())
      }),
      { numRuns: 500 },
    )
  })
})
