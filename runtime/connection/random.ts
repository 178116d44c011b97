/** The only file with chance in it: the waits of those that failed together are drawn apart here. */
export function random(): number {
  return Math.random()
}
