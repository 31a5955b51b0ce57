import type * as Vega from 'vega';
import type { StudyPage } from '../study/charts/study-page.ts';
import { FIRST_CHOICE, STUDY_CHARTS, type StudyChartId, type StudyChoice } from '../study/charts/study-rows.ts';
import { Charts } from './charts.ts';
import { byId, dataBlock, el } from './dom.ts';
import { pick } from './pick.ts';

/** Draws the charts of a study, and draws them anew when something else is chosen. */
async function start(): Promise<void> {
  const page = dataBlock('study') as StudyPage;
  for (const place of document.querySelectorAll<HTMLElement>('[data-needs-script]')) place.hidden = false;
  const specs = dataBlock('charts') as Record<string, Vega.Spec>;
  const charts = new Charts(specs);
  const ids = Object.keys(specs) as StudyChartId[];
  const notes = ids
    .filter((id) => STUDY_CHARTS[id].shown !== undefined)
    .map((id) => [id, noteBefore(byId(id))] as const);
  let choice: StudyChoice = FIRST_CHOICE;
  const show = (): void => {
    const rows = new Map(ids.map((id) => [id, STUDY_CHARTS[id].rows(page, choice)]));
    // A chart that the choice is not for makes room.
    for (const [id, found] of rows) byId(id).closest('figure')!.hidden = found === undefined;
    for (const [id, note] of notes) {
      const { across, up } = STUDY_CHARTS[id].shown!(page, choice);
      note.textContent = `across: ${across}; up: ${up}`;
    }
    charts.fill((id) => rows.get(id as StudyChartId));
  };
  for (const select of document.querySelectorAll<HTMLSelectElement>('.controls select')) {
    select.addEventListener('change', () => {
      choice = { ...choice, [select.name]: Number(select.value) };
      show();
    });
  }
  let picked: string | undefined;
  for (const button of document.querySelectorAll<HTMLElement>('button[data-policy]')) {
    button.addEventListener('click', () => {
      const { policy } = button.dataset;
      picked = picked === policy ? undefined : policy;
      pick(charts, picked);
    });
  }
  show();
  await charts.done();
  document.documentElement.dataset['drawn'] = String(ids.length);
  byId('main').dataset['ready'] = '';
}

/** Axes of a chart have no titles of their own, since they depend on what is chosen. */
function noteBefore(chart: HTMLElement): HTMLElement {
  const note = el('p', { class: 'note' });
  chart.before(note);
  return note;
}

void start();
