import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'
import { camelCase } from './camel-case.ts'

type Answers = Readonly<Record<string, string>>

/** What is left for a person to do: nothing that was scaffolded has been verified. */
export function nextSteps(generator: string, answers: Answers, root = repoRoot): readonly string[] {
  const folder = join('connectors', answers['id']!)
  return [
    `${folder} is there. Next:`,
    ...ownSteps(generator, answers, join(root, folder)).map((step) => `- ${step}`),
    `- pnpm exec vitest run ${folder}`,
  ]
}

function ownSteps(generator: string, { id, name = '' }: Answers, folder: string): readonly string[] {
  switch (generator) {
    case 'connector':
      return [
        "src/item.ts, src/operations, test/record.ts: the item operations and their 'described' responses are examples; replace them with what the vendor really does",
        `src/vendor.ts: facts.verifiedAt is the day of scaffolding, but nothing is verified yet; state which document you read, and when`,
        'src/vendor.ts: write the Arabic title as the vendor does',
        'src/index.ts: name a query without input as health, so that portico health has something to run',
        'RUNBOOK.md: owner, SLA, limits and backfill; pnpm docs:check asks for each',
      ]
    case 'operation':
      return [
        `src/operations/${name}.ts: input and output are examples; state what the vendor promises`,
        isPlanned(folder, camelCase(name))
          ? `test/record.ts: the described responses of ${camelCase(name)} are made up; write what the vendor returns, then pnpm record ${id} --described`
          : `test/record.ts: add a recording of ${camelCase(name)}, then pnpm record ${id}`,
      ]
    case 'stream':
      return [
        `src/streams/${name}.ts: fields, paging and cursor are examples; state what the vendor promises`,
        isPlanned(folder, camelCase(name))
          ? `test/record.ts: the described responses of ${camelCase(name)} are made up; write what the vendor returns, then pnpm record ${id} --described`
          : `test/record.ts: add the recordings of ${camelCase(name)} to streams, then pnpm record ${id}`,
      ]
    default:
      return ['src/webhooks.ts: the scheme and the event are examples of their kind; state what the vendor signs and sends']
  }
}

function isPlanned(folder: string, operation: string): boolean {
  const plan = join(folder, 'test', 'record.ts')
  return existsSync(plan) && readFileSync(plan, 'utf8').includes(`'${operation}'`)
}
