import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { CHART_FORMATS, type ChartFormat } from '../report/charts/formats.ts';
import type { Option } from './command.ts';

/** Worded alike in the commands that write a report. */
export const CHARTS_OPTION: { readonly charts: Option & { readonly type: 'string' } } = {
  charts: {
    type: 'string',
    value: 'LIST',
    describe: 'write each chart as a file too, in charts/: svg, png or svg,png',
  },
};

/**
 * The formats of `--charts svg,png`; none where the option is absent.
 * @throws InputError for another one
 */
export function chartFormats(text: string | undefined): ChartFormat[] {
  const words = text?.split(',').map((word) => word.trim().toLowerCase()) ?? [];
  for (const word of words) {
    if (!CHART_FORMATS.some((format) => format === word)) {
      throw new InputError(`--charts '${word}' is not known${suggestion(word, CHART_FORMATS)}`);
    }
  }
  return CHART_FORMATS.filter((format) => words.includes(format));
}
