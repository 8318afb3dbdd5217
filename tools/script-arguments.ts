/**
 * Reads a script's arguments: whole numbers in order, each with its default, then any of `words`. For anything else it prints a
 * line with what `pnpm <command>` takes, and exits with 2 before doing anything.
 */
export function scriptArguments<const Name extends string, const Word extends string = never>(
  command: string,
  defaults: Readonly<Record<Name, number>>,
  words: readonly Word[] = [],
): Readonly<Record<Name, number>> & { readonly words: readonly Word[] } {
  const given = process.argv.slice(2)
  const numbers = Object.entries<number>(defaults).map(([name, otherwise]) => {
    const number = given[0] !== undefined && /^\d{1,12}$/.test(given[0]) ? Number(given.shift()) : otherwise
    return [name, number] as const
  })
  const unknown = given.find((argument) => !words.includes(argument as Word))
  if (unknown !== undefined) {
    const usage = [...Object.keys(defaults).map((name) => `[${name}]`), ...(words.length > 0 ? [`[${words.join(' | ')}]`] : [])]
    console.error(`'${unknown}' is not understood: ${['pnpm', command, ...usage].join(' ')}`)
    process.exit(2)
  }
  return { ...(Object.fromEntries(numbers) as Record<Name, number>), words: given as Word[] }
}
