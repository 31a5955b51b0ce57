/**
 * The colours of the page and of its charts. Text on its background has a contrast of at least 4.5 to 1 (WCAG 2.2 AA).
 * The six hues stay apart for the colour-blind (after Okabe & Ito, Color Universal Design, 2008); the shades of the heat
 * map differ in lightness alone, each with the text that can be read on it.
 */
export const LIGHT: Readonly<Record<string, string>> = {
  page: '#ffffff',
  card: '#f6f7f9',
  ink: '#16202b',
  muted: '#566270',
  line: '#c6ccd4',
  grid: '#e5e8ec',
  accent: '#0b5cad',
  best: '#e2f2e6',
  'best-ink': '#14562a',
  picked: '#e8f0fa',
  'hue-0': '#0072b2',
  'hue-1': '#d55e00',
  'hue-2': '#00865f',
  'hue-3': '#b8508f',
  'hue-4': '#b07c00',
  'hue-5': '#4f5b68',
  ...heat(
    ['#eef4fa', '#d6e5f3', '#b5d0e9', '#8ab4da', '#3f7fb8', '#1f5e97', '#0b3c6f'],
    ['#10263c', '#10263c', '#10263c', '#10263c', '#ffffff', '#ffffff', '#ffffff'],
  ),
};

export const DARK: Readonly<Record<string, string>> = {
  page: '#12171d',
  card: '#1a2129',
  ink: '#e8ecf1',
  muted: '#a3aebb',
  line: '#465160',
  grid: '#29323c',
  accent: '#7db8f2',
  best: '#17382a',
  'best-ink': '#a8e6bd',
  picked: '#1d2c3d',
  'hue-0': '#56b4e9',
  'hue-1': '#f0803c',
  'hue-2': '#2fc497',
  'hue-3': '#e08fc0',
  'hue-4': '#e6b422',
  'hue-5': '#c3ccd6',
  ...heat(
    ['#182430', '#1c3145', '#22415f', '#2b557d', '#7fb2e0', '#a9cef0', '#d5e8fa'],
    ['#e8ecf1', '#e8ecf1', '#e8ecf1', '#ffffff', '#0d1b29', '#0d1b29', '#0d1b29'],
  ),
};

function heat(shades: readonly string[], inks: readonly string[]): Record<string, string> {
  return Object.fromEntries([
    ...shades.map((color, shade) => [`heat-${shade}`, color] as const),
    ...inks.map((color, shade) => [`heat-ink-${shade}`, color] as const),
  ]);
}
