/** The abort reason of a run that continues elsewhere: what was read lands, and it is paused rather than cancelled. */
export class Leaving extends Error {}
