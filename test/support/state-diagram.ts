/** Prints a table of transitions as a Mermaid diagram, for PROTOCOL.md. */

export type Transitions = Readonly<Record<string, Readonly<Record<string, string>>>>

/** `states` in the order of the document; the first is where things begin, the last where they end. */
export function stateDiagram(states: readonly string[], transitions: Transitions): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${states[0]}`]
  for (const state of states) {
    for (const [event, next] of Object.entries(transitions[state] ?? {})) {
      lines.push(`  ${state} --> ${next}: ${event}`)
    }
  }
  lines.push(`  ${states.at(-1)} --> [*]`)
  return lines.join('\n')
}
