/** The code fences of a Markdown text, for tests that run what documents show. */

export interface Fence {
  readonly language: string
  /** What follows the language: in most documents the name of a file. Empty for a fence that names none. */
  readonly file: string
  readonly text: string
}

export function readFences(markdown: string): Fence[] {
  return [...markdown.matchAll(/^```(\S+)[ \t]*(.*)\n([\s\S]*?)^```[ \t]*$/gm)].map(
    ([, language = '', file = '', text = '']) => ({ language, file: file.trim(), text }),
  )
}
