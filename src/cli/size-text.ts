const SIZES = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in bytes for people: `0 bytes`, `1.5 kB`, `23 MB`; 1 kB is 1000 bytes. */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < SIZES.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${SIZES[unit]}`;
}

const AGES = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** An age in ms for people, in the largest unit that it fills: `3 d`, `59 min`. */
export function ageText(ms: number): string {
  const seconds = Math.max(ms / 1000, 0);
  const [unit, size] = AGES.find(([, each]) => seconds >= each) ?? AGES.at(-1)!;
  return `${Math.floor(seconds / size)} ${unit}`;
}
