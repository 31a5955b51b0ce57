import { join, resolve } from 'node:path';
import { CHARTS_OPTION, chartFormats } from '../chart-formats.ts';
import { type Command, command } from '../command.ts';
import { QUIET } from '../common-options.ts';
import { openFile } from '../open-file.ts';
import { checkFolderWritable } from '../output-file.ts';
import { relativeFolder, whereText } from '../report-place.ts';
import { TABLE_OPTIONS } from '../table-options.ts';
import { EXIT } from '../terminal.ts';

/** `makespan report RUN`: the report of a run again, without the run. */
export const reportCommand: Command = command({
  name: 'report',
  summary: 'write the report of a finished run again, open it, draw its charts as files',
  description: [
    'Reads jobs.json in the folder that makespan run wrote, and makes report.json, report.html and summary.md of it: ' +
      'the same bytes, without simulating anything. With --tables the policies are simulated again, for what they decided.',
  ],
  positionals: [
    { name: 'RUN', describe: 'the folder of a report, such as reports/sdsc-sp2', required: true, complete: 'folders' },
  ],
  options: {
    open: { type: 'boolean', describe: 'open the page in the browser' },
    ...CHARTS_OPTION,
    out: { type: 'string', value: 'DIR', complete: 'folders', describe: 'write into this folder instead of RUN' },
    ...TABLE_OPTIONS,
    ...QUIET,
  },
  examples: [
    ['makespan report reports/sdsc-sp2', 'write the report of a run again; add --open to look at it'],
    ['makespan report reports/sdsc-sp2 --charts svg,png', 'draw its charts for a paper'],
    ['makespan report reports/sdsc-sp2 --tables csv --format csv', 'write its jobs, samples and decisions as CSV'],
  ],
  exits: [[EXIT.unmet, 'the report was written, but --open found nothing to open it with']],
  see: ['docs/reports.md', 'docs/tables.md'],
  async run(given, [run], terminal) {
    const { open, charts, out } = given;
    const formats = chartFormats(charts);
    const folder = out ?? run!;
    const [{ readRun }, { writeReport }] = await Promise.all([
      import('../../report/run-data.ts'),
      import('../../report/write.ts'),
    ]);
    const input = readRun(run!);
    checkFolderWritable(folder, out === undefined ? 'the report' : '--out');
    const labels = input.runs.map(({ label }) => label);
    const tables = await (await import('../run-tables.ts')).RunTables.from(given, labels);
    const { base } = input;
    const moved = base === undefined ? input : { ...input, base: relativeFolder(folder, resolve(run!, base)) };
    await writeReport(folder, out === undefined ? input : moved, { charts: formats });
    if (tables !== undefined) {
      const { storedTables } = await import('../stored-tables.ts');
      await storedTables(input, run!, tables, terminal);
    }
    if (!terminal.quiet) terminal.out(whereText(folder));
    const failure = open === true ? await openFile(resolve(join(folder, 'report.html'))) : undefined;
    if (failure === undefined) return EXIT.done;
    terminal.err(`makespan: cannot open the report: ${failure}; open ${join(folder, 'report.html')} in a browser\n`);
    return EXIT.unmet;
  },
});
