/** For an option that is given several times. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
