/** The chart of the README: four situations, one bar for each system, drawn as SVG by hand. */

import { busyNote, formats, isBusy } from './report.mjs'

const panels = [
  { row: 'text-64', title: 'Small calls', detail: '12 bytes of text, 64 in flight, calls/s' },
  { row: 'record-64', title: 'Records', detail: '1 KiB, nested, 64 in flight, calls/s' },
  { row: 'blob-1m', title: 'Large calls', detail: '1 MiB there and back, 4 in flight, calls/s' },
  { row: 'down-1k', title: 'Server stream', detail: 'messages of 1 KiB, messages/s' },
]

const width = 960
const margin = 24
const panelWidth = (width - 3 * margin) / 2
const nameWidth = 116
const valueWidth = 64
const barHeight = 16
const lineHeight = 23
const headHeight = 58
const headingHeight = 64

const style = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #24292f }
  .heading { font-size: 20px; font-weight: 600 }
  .title { font-size: 15px; font-weight: 600 }
  .quiet { fill: #57606a; font-size: 12px }
  .own { font-weight: 600 }
  rect { fill: #b6c2cf }
  rect.own { fill: #0a7d5c }
  rect.raw { fill: none; stroke: #8c959f; stroke-dasharray: 3 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .quiet { fill: #9198a1 }
    rect { fill: #4b5563 }
    rect.own { fill: #2fbf93 }
    rect.raw { stroke: #7d8590 }
  }`

export function drawChart(results) {
  const drawn = panels.filter(({ row }) => results.rows[row])
  const panelHeight = headHeight + Object.keys(results.systems).length * lineHeight + margin
  const height = headingHeight + Math.ceil(drawn.length / 2) * panelHeight + margin
  const parts = drawn.map((panel, i) => {
    const x = margin + (i % 2) * (panelWidth + margin)
    const y = headingHeight + Math.floor(i / 2) * panelHeight
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, results)}</g>`
  })
  const footnote = `${results.machine}; server and client in two processes over loopback; median of ${results.rounds} rounds. Longer is better.`
  const caution = isBusy(results) ? ` ${busyNote(results)}` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Trunkline beside other systems">
<style>${style}
</style>
${text(margin, 36, 'Trunkline beside other systems', 'heading')}
${parts.join('\n')}
${text(margin, height - 16, footnote + caution, 'quiet')}
</svg>
`
}

function drawPanel({ row, title, detail }, results) {
  const bySystem = Object.fromEntries(
    Object.entries(results.rows[row]).filter(([name]) => !results.systems[name].isOneProcess),
  )
  const rates = Object.values(bySystem).map(({ rate }) => rate.median)
  const unit = (panelWidth - nameWidth - valueWidth) / Math.max(...rates)
  const bars = Object.entries(results.systems)
    .filter(([name]) => bySystem[name])
    .map(([name, system]) => ({ name, title: system.title, rate: bySystem[name].rate.median }))
    .sort((a, b) => b.rate - a.rate)
    .map(({ name, title, rate }, i) => {
      const y = headHeight + i * lineHeight
      const look = { trunkline: 'own', raw: 'raw' }[name] ?? ''
      const length = Math.max(1, rate * unit)
      return [
        text(0, y + 13, title, look === 'own' ? 'own' : ''),
        `<rect class="${look}" x="${nameWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>`,
        text(nameWidth + length + 6, y + 13, formats.rate(rate), look === 'own' ? 'own' : 'quiet'),
      ].join('')
    })
  return [text(0, 20, title, 'title'), text(0, 40, detail, 'quiet'), ...bars].join('\n')
}

function text(x, y, words, look) {
  const escaped = words.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return `<text class="${look}" x="${Number(x.toFixed(1))}" y="${y}">${escaped}</text>`
}
