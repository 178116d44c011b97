/**
 * How many repetitions of a regular expression can share out one text among themselves.
 *
 * Two that match the same characters, with nothing between them that stops the first, try every place where one ends and the
 * other begins: for a text of n characters n ways, with three n², and so on for each more. (Where the expression has no ^, the
 * search for its beginning is one of them.)
 */

/** One character of an expression, with its quantifier. */
interface Item {
  /** Which of the `samples` it matches. */
  readonly matches: readonly boolean[]
  readonly repeats: boolean
  readonly isOptional: boolean
}

type Path = readonly Item[]

/** Beyond this many ways through its groups, an expression counts as one that has them all in a row. */
const maxPaths = 256

const samples = [
  ...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)),
  ...['\u0151', '\u4e00', '\u2028', '\ud83d\ude00'],
]

/** The most repetitions in a row that can share a text. `isSeparated` knows groups whose rounds cannot be confused. */
export function countSharing(regex: RegExp, isSeparated: (body: string) => boolean): number {
  const reader = new PathReader(regex, isSeparated)
  const paths = reader.alternatives()
  const start: Path = regex.source.startsWith('^')
    ? []
    : [{ matches: samples.map(() => true), repeats: true, isOptional: true }]
  return Math.max(0, ...paths.map((path) => longestChain([...start, ...path])))
}

function longestChain(path: Path): number {
  const lengths: number[] = []
  path.forEach((item, at) => {
    const before = path.flatMap((_, from) =>
      from < at && isShared(path, from, at) ? [lengths[from] ?? 0] : [],
    )
    lengths.push(item.repeats ? 1 + Math.max(0, ...before) : 0)
  })
  return Math.max(0, ...lengths)
}

/** Whether two repetitions match the same, and the first runs over all that must stand between them. */
function isShared(path: Path, from: number, to: number): boolean {
  const [first, second] = [path[from], path[to]]
  if (first?.repeats !== true || second?.repeats !== true || !overlap(first, second)) return false
  return path.slice(from + 1, to).every((item) => item.isOptional || overlap(first, item))
}

function overlap(one: Item, other: Item): boolean {
  return one.matches.some((matches, index) => matches && other.matches[index] === true)
}

class PathReader {
  readonly #source: string
  readonly #flags: string
  readonly #isSeparated: (body: string) => boolean
  #at = 0

  constructor({ source, flags }: RegExp, isSeparated: (body: string) => boolean) {
    this.#source = source
    this.#flags = flags.replace(/[dgy]/g, '')
    this.#isSeparated = isSeparated
  }

  /** Up to the end or the parenthesis that closes the group. */
  alternatives(): readonly Path[] {
    const all: Path[] = []
    let paths: readonly Path[] = [[]]
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#source[this.#at] === '|') {
        this.#at++
        all.push(...paths)
        paths = [[]]
      } else paths = join(paths, this.#source[this.#at] === '(' ? this.#group() : this.#character())
    }
    return [...all, ...paths]
  }

  #group(): readonly Path[] {
    const [head = '('] = /^\((?:\?(?::|[=!]|<[=!]|<\w+>))?/.exec(this.#source.slice(this.#at)) ?? []
    const from = this.#at + 1
    this.#at += head.length
    const inner = this.alternatives()
    const body = this.#source.slice(from, this.#at)
    this.#at++
    const { repeats, isOptional } = this.#quantifier()
    // What is looked ahead at stands in no order with the rest.
    if (/[=!]$/.test(head)) return [[]]
    const paths = repeats && !this.#isSeparated(body) ? [[asOne(inner.flat())]] : inner
    return isOptional ? [[], ...paths] : paths
  }

  #character(): readonly Path[] {
    const [text = ''] =
      /^(?:\\(?:u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]*\}|k<\w+>|.)|\[(?:\\.|[^\]\\])*\]|.)/isu.exec(
        this.#source.slice(this.#at),
      ) ?? []
    this.#at += Math.max(1, text.length)
    if (/^(?:\^|\$|\\[bB])$/.test(text)) return [[]]
    return [[{ matches: this.#matchesOf(text), ...this.#quantifier() }]]
  }

  /** All of them for what means nothing by itself, such as the number of a group. */
  #matchesOf(text: string): readonly boolean[] {
    try {
      const regex = new RegExp(`^(?:${text})$`, this.#flags)
      return samples.map((sample) => regex.test(sample))
    } catch {
      return samples.map(() => true)
    }
  }

  #quantifier(): { readonly repeats: boolean; readonly isOptional: boolean } {
    const [text = ''] = /^(?:[*+?]|\{\d+,?\d*\})\??/.exec(this.#source.slice(this.#at)) ?? []
    this.#at += text.length
    const [, least = '', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(text) ?? []
    const greatest = comma === ',' && most === '' ? Number.POSITIVE_INFINITY : Number(most || least)
    return {
      repeats: /^[*+]/.test(text) || greatest > 20,
      isOptional: /^[*?]/.test(text) || (least !== '' && Number(least) === 0),
    }
  }
}

/** A group that goes round, as a character that does. */
function asOne(items: Path): Item {
  const matches = samples.map((_, index) => items.some((item) => item.matches[index] === true))
  return { matches, repeats: true, isOptional: items.length === 0 }
}

function join(heads: readonly Path[], tails: readonly Path[]): readonly Path[] {
  if (heads.length * tails.length <= maxPaths)
    return heads.flatMap((head) => tails.map((tail) => [...head, ...tail]))
  const optional = (path: Path) => path.map((item) => ({ ...item, isOptional: true }))
  return [[...heads.flatMap(optional), ...tails.flatMap(optional)]]
}
