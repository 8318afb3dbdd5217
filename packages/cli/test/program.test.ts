import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../src/program.ts'

const program = (...argv: string[]): Command => createProgram(async () => {}, argv)
const names = ({ commands }: Command): readonly string[] => commands.map((command) => command.name())
const stated = (command: Command): object => ({
  name: command.name(),
  options: command.options.map(({ flags }) => flags),
  commands: command.commands.map(stated),
})

test('a command loaded alone is the same as among all', () => {
  for (const command of program().commands) {
    const alone = program(command.name())
    expect(alone.commands.map(stated)).toContainEqual(stated(command))
    expect(names(alone).length).toBeLessThan(4)
  }
})

test('options of the program may stand before the command', () => {
  expect(names(program('--tenant', 'list', '--json', '--config=a.ts', 'audit', 'verify'))).toEqual(['audit'])
})

test.each([[], ['lst'], ['--help', 'list'], ['-h'], ['--', 'list'], ['--json=1', 'list'], ['--out', 'list'], ['--tenant']])(
  'all commands are there for: %s',
  (...argv) => {
    expect(names(program(...argv))).toEqual(names(program()))
  },
)
