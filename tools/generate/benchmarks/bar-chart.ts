/** One bar of a chart. */
export interface Bar {
  readonly name: string
  readonly value: number
}

const width = 720
const rowHeight = 26
const nameWidth = 190
const valueWidth = 110

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** Horizontal bars as an SVG, readable on light and dark pages. The colours can be told apart by the colour-blind. */
export function barChart(title: string, unit: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value), 0) || 1
  const height = 44 + bars.length * rowHeight
  const scale = (width - nameWidth - valueWidth) / most
  const rows = bars.map(({ name, value }, index) => {
    const top = 40 + index * rowHeight
    const length = Math.max(1, Math.round(value * scale))
    return [
      `<text x="${nameWidth - 10}" y="${top + 14}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="${name.startsWith('portico') || name === 'governed' ? 'ours' : 'bar'}" x="${nameWidth}" y="${top}" width="${length}" height="18" rx="3"/>`,
      `<text class="value" x="${nameWidth + length + 8}" y="${top + 14}">${number.format(value)}</text>`,
    ].join('')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${title}, ${unit}`)}">
<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.bar{fill:#0969da}.ours{fill:#bc4c00}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#4493f8}.ours{fill:#f0883e}}</style>
<text class="title" x="0" y="18">${escaped(title)} <tspan>(${escaped(unit)})</tspan></text>
${rows.join('\n')}
</svg>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
