import type { FolderFindings } from './find-in-folder.ts'
import type { FindingRule } from './finding.ts'
import { version } from './version.ts'

const rules: Readonly<Record<FindingRule, string>> = {
  'sdk-import': 'A package of a vendor is imported, and a connector covers that vendor.',
  'sdk-call': "A vendor's package is called for what an operation of a connector does.",
  'vendor-address': 'An address of a vendor is written in the code, and a connector covers that vendor.',
}
const ids = Object.keys(rules) as FindingRule[]

/** Findings as a SARIF 2.1.0 log, for code scanning. */
export function sarifOf({ findings, unread }: FolderFindings): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'portico check',
            semanticVersion: version,
            rules: ids.map((id) => ({ id, shortDescription: { text: rules[id] }, defaultConfiguration: { level: 'error' } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unread.length === 0,
            toolExecutionNotifications: unread.map(({ file, problem }) => ({
              level: 'error',
              message: { text: problem },
              locations: [{ physicalLocation: { artifactLocation: location(file) } }],
            })),
          },
        ],
        results: findings.map(({ rule, message, file, line, column }) => ({
          ruleId: rule,
          ruleIndex: ids.indexOf(rule),
          level: 'error',
          message: { text: message },
          locations: [
            { physicalLocation: { artifactLocation: location(file), region: { startLine: line, startColumn: column } } },
          ],
        })),
      },
    ],
  }
}

function location(file: string): object {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' }
}
