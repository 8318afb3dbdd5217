import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { openDataset } from '../quality/open-dataset.ts'
import { misunderstood, readDocument } from '../quality/read-document.ts'
import { exitCodeFor, judgementLines } from '../quality/show-judgement.ts'
import { oneLine } from '../terminal/text.ts'
import { qualityPackage } from '../optional-peers.ts'

export interface RunOptions {
  readonly suite: string
  readonly dataset: string
  readonly facts: string
  readonly out?: string
  readonly parameter?: readonly string[]
}

/** `portico quality run`: evaluates a suite on a table; its verdict sets the exit code. */
export async function qualityRun({ io, output, options: { tenant } }: CommandContext, options: RunOptions): Promise<ExitCode> {
  const { readSuite, readFacts, runCheckpoint } = await qualityPackage()
  const suite = await readDocument(io, '--suite', options.suite, readSuite)
  const facts = await readDocument(io, '--facts', options.facts, readFacts)
  const parameters = Object.fromEntries((options.parameter ?? []).map(readParameter))
  const opened = await openDataset(io, options.dataset)
  try {
    const run = { tenantId: tenant ?? 'local', runId: randomUUID(), parameters }
    const { result, judgement } = await runCheckpoint({ name: suite.name, suite, facts }, opened.dataset, run)
    if (options.out !== undefined) await writeFile(resolve(io.cwd, options.out), `${JSON.stringify(result, undefined, 2)}\n`)
    if (output.json) await output.document(judgement)
    else await output.lines(judgementLines(judgement, output))
    return exitCodeFor([judgement])
  } catch (error) {
    throw misunderstood('--suite', oneLine(options.suite), error)
  } finally {
    await opened.close()
  }
}

function readParameter(text: string): readonly [string, unknown] {
  const equals = text.indexOf('=')
  if (equals <= 0)
    throw new Mistake('usage', '--parameter', `'${oneLine(text)}' has no name and value`, 'write --parameter name=value')
  const value = text.slice(equals + 1)
  try {
    return [text.slice(0, equals), JSON.parse(value) as unknown]
  } catch {
    // Anything that is not JSON is text.
    return [text.slice(0, equals), value]
  }
}
