import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { chartFiles, chartNames } from '../../src/report/charts/files.ts';
import { manyPolicies } from './fixtures.ts';

const JOBS = Array.from({ length: 30 }, (_, i) => ({ submit: i * 60, run: 30 + i * 700, procs: i + 1, user: i % 4 }));
const files = await chartFiles(manyPolicies(2, JOBS), ['svg', 'png']);
const svgOf = (name: string): string => String(files.find((file) => file.name === `charts/${name}.svg`)!.content);

/** How many pixels of a rectangle of a drawing are dark, in pixels of the drawing. */
function darkPixels(svg: string, [x, y, width, height]: readonly [number, number, number, number]): number {
  const cut = svg.replace(
    /width="\d+" height="\d+" viewBox="[^"]*"/,
    `width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}"`,
  );
  expect(cut).not.toBe(svg);
  const { pixels } = new Resvg(cut, { font: FONTS }).render();
  let dark = 0;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i]! + pixels[i + 1]! + pixels[i + 2]! < 300) dark += 1;
  return dark;
}

const FONTS = {
  fontFiles: [
    'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
    'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  ],
  loadSystemFonts: false,
};

test('every chart is drawn in every format', () => {
  expect(files.map(({ name }) => name)).toEqual(
    // Nobody is guaranteed anything here, so nothing is on loan, and nothing fails.
    chartNames(['svg', 'png']).filter((name) => !/lending|survival/.test(name)),
  );
  for (const { name, content } of files.filter((file) => file.name.endsWith('.png'))) {
    const picture = Buffer.from(content as Uint8Array);
    expect(picture.subarray(1, 4).toString(), name).toBe('PNG');
    // The width in the header of a PNG is twice that of the drawing.
    const width = Number(/width="(\d+)"/.exec(svgOf(name.replace(/^charts\/|\.png$/g, '')))![1]);
    expect(picture.readUInt32BE(16), name).toBe(2 * width);
  }
});

test('the text of a drawing is there in the picture', () => {
  const svg = svgOf('wait');
  expect(svg).toContain('>How long jobs wait</text>');
  // The title stands in the first 30 lines; without its font nothing would.
  const title = [0, 0, 300, 30] as const;
  expect(darkPixels(svg, title)).toBeGreaterThan(200);
  expect(darkPixels(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, ''), title)).toBe(0);
});

test('the same report gives the same files, with names of policies and without names of colours', async () => {
  const again = await chartFiles(manyPolicies(2, JOBS), ['svg', 'png']);
  for (const [i, { name, content }] of files.entries())
    expect(Buffer.from(again[i]!.content as string).equals(Buffer.from(content as string)), name).toBe(true);
  for (const { name, content } of files.filter((file) => file.name.endsWith('.svg'))) {
    expect(content, name).toContain('late-1');
    expect(content, name).not.toMatch(/var\(|NaN|undefined/);
  }
});
