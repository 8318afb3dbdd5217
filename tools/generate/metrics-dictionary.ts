import { type Metric, businessMetrics, metrics, operationalMetrics } from '@portico/metrics'

/** The file, relative to the repo's root, that `render` returns the text of. */
export const path = 'docs/semantic-metrics-dictionary.md'

const code = (text: string): string => `\`${text}\``

function row(entry: Metric): string {
  const attributes = entry.attributes.map(code).join(', ') || '–'
  const cells = [
    code(entry.key),
    entry.label.en,
    entry.label.ar,
    entry.kind,
    code(entry.unit),
    entry.definition,
    entry.source,
    entry.owner,
    attributes,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
}

function table(entries: readonly Metric[]): string {
  const columns = ['Key', 'Name', 'الاسم', 'Kind', 'Unit', 'Definition', 'Source', 'Owner', 'Attributes']
  return [`| ${columns.join(' | ')} |`, `| ${columns.map(() => '---').join(' | ')} |`, ...entries.map(row)].join('\n')
}

function owners(): string {
  const byOwner = Map.groupBy(metrics, (entry) => entry.owner)
  return [...byOwner]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([owner, entries]) => `- **${owner}**: ${entries.map((entry) => code(entry.key)).join(', ')}`)
    .join('\n')
}

/** The semantic metrics dictionary as a page: every key with its definition, unit, source and owner. */
export function render(): string {
  return `# Semantic metrics dictionary

Generated from \`@portico/metrics\` by \`pnpm generate\`: change the package, not this page. All code takes its metric keys from
there, so a key that is not on this page does not compile. Units are UCUM; durations are in seconds.

## Business

Reported by their systems of record.

${table(Object.values(businessMetrics))}

## Operational

Recorded through OpenTelemetry instruments of the same name, kind and unit, with these attributes and no other.

${table(Object.values(operationalMetrics))}

## Owners

Who answers for what a metric means, for its thresholds, and for what is done when it is off.

${owners()}
`
}
