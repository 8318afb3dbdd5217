import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../src/program.ts'

const packages = join(import.meta.dirname, '..', '..')
const named = /\bportico ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*){0,2})/g

/** Whether the words begin with a whole command: `keys new makes` does, `keys make` does not. */
function isCommand(program: Command, [word, ...rest]: readonly string[]): boolean {
  const found = program.commands.find((command) => command.name() === word)
  if (!found) return false
  return found.commands.length === 0 || found.registeredArguments.length > 0 || isCommand(found, rest)
}

test('commands that the governance library says to run exist', () => {
  const program = createProgram(async () => {})
  const source = join(packages, 'governance', 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = [
    ...files.map((name) => join(source, name)),
    join(packages, 'governance', 'README.md'),
    join(packages, 'cli', 'README.md'),
  ]
  const mentions = texts.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(named)].map((match) => match[1]!))
  expect(mentions).toContain('keys new makes')
  // These two are no instruction: the context of a derived key, and what is said of PORTICO_KEYS.
  const unknown = mentions.filter((words) => !isCommand(program, words.split(' ')))
  expect([...new Set(unknown)].toSorted()).toEqual(['approval decision', 'command'])
})
